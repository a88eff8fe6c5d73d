import type { EndpointFact, Guard } from '../../inventory/inventory.js';
import type { StatedValue } from '../../inventory/stated-value.js';
import { isLoopback } from '../is-loopback.js';
import { quoteCode } from '../source-link.js';
import type { Statement } from './card-content.js';
import { type CardContext, constantText, describeValue, sourcesOf } from './card-context.js';
import { shortenList } from './statement-links.js';

/** Ways in. */
export function fillEndpoints(context: CardContext): readonly Statement[] {
  return context.list('endpoint').map((fact) => ({
    key: fact.id,
    text: `${nameEndpoint(fact)}, ${fact.protocol === 'unknown' ? '' : `${fact.protocol}, `}${quoteCode(fact.framework)}`,
    sources: sourcesOf(fact.location, fact.route),
  }));
}

const guardNames = [
  ['authentication', 'authentication'],
  ['rateLimit', 'rate limit'],
  ['validation', 'validation of inputs'],
  ['sizeLimit', 'limit on sizes'],
  ['logging', 'logging'],
] as const;

/** What protects each way in, with the line that shows it. Says nothing of guards that were not found. */
export function fillEndpointGuards(context: CardContext): readonly Statement[] {
  return context.list('endpoint').flatMap((fact) =>
    guardNames.flatMap(([key, title]): Statement[] => {
      const guard: Guard | undefined = fact[key];
      return guard === undefined
        ? []
        : [
            {
              key: `${fact.id}.${key}`,
              text: `${nameEndpoint(fact)}: ${title} by ${quoteCode(guard.name)}`,
              sources: [guard.location],
            },
          ];
    }),
  );
}

/** Calls of language models. */
export function fillLlmCalls(context: CardContext): readonly Statement[] {
  return context.list('llm-call').map((fact) => ({
    key: fact.id,
    text: `${fact.model === undefined ? 'a language model' : describeValue(fact.model)}, called with ${quoteCode(fact.callee)}, ${
      fact.isLocal ? 'in this process' : 'a service over the network'
    }`,
    sources: sourcesOf(fact.location, fact.model),
  }));
}

/** Prompts, with their beginning. */
export function fillPrompts(context: CardContext): readonly Statement[] {
  return context.list('prompt').map((fact) => ({
    key: fact.id,
    text: `${fact.role === 'system' ? 'system prompt' : fact.role === 'template' ? 'template' : 'user message'} ${quoteCode(fact.name)}`,
    sources: [fact.location],
  }));
}

/** Agents with what they may do, then tools that no agent names. */
export function fillAgents(context: CardContext): readonly Statement[] {
  const agents = context.list('agent').map((fact) => ({
    key: fact.id,
    text: `agent ${quoteCode(fact.name)}, ${quoteCode(fact.framework)}${fact.tools.length === 0 ? '' : `, tools ${shortenList(fact.tools, 8)}`}${
      fact.approval === undefined ? '' : `; a person approves by ${quoteCode(fact.approval.name)}`
    }`,
    sources: [fact.location, ...(fact.approval === undefined ? [] : [fact.approval.location])],
  }));
  const tools = context.list('tool').map((fact) => ({
    key: fact.id,
    text: `tool ${quoteCode(fact.name)}${fact.reaches.length === 0 ? '' : `; its body reaches: ${fact.reaches.join(', ')}`}`,
    sources: [fact.location],
  }));
  return [...agents, ...tools];
}

/** Vector stores. */
export function fillVectorStores(context: CardContext): readonly Statement[] {
  return context.list('vector-store').map((fact) => ({
    key: fact.id,
    text: `${quoteCode(fact.service)}${fact.reference === undefined ? '' : `, ${describeValue(fact.reference)}`}`,
    sources: sourcesOf(fact.location, fact.reference),
  }));
}

/** Services outside the process. */
export function fillServices(context: CardContext): readonly Statement[] {
  const outside = context
    .list('service')
    .filter(({ service, reference }) => !isLoopback(service) && !isOwnFile(reference));
  return outside.map((fact) => ({
    key: fact.id,
    text: `${quoteCode(fact.service)}, ${fact.type}${fact.reference === undefined ? '' : ` at ${describeValue(fact.reference)}`}`,
    sources: sourcesOf(fact.location, fact.reference),
  }));
}

/** `sqlite:///a.db`: a database in a file of this process. */
function isOwnFile(reference: StatedValue | undefined): boolean {
  const text = reference?.kind === 'constant' ? String(reference.value) : (reference?.text ?? '');
  return /^[fbru]{0,2}["']?(?:sqlite|duckdb)\b/i.test(text);
}

/** Secrets by name, never by value. */
export function fillSecrets(context: CardContext): readonly Statement[] {
  const words = {
    environment: 'read from the environment',
    'environment-or-code': 'read from the environment, with a value in the code for when it is not set',
    literal: 'stands in the code',
    vault: 'read from a vault',
    file: 'read from a file',
  } as const;
  return context.list('secret').map((fact) => ({
    key: fact.id,
    text:
      fact.source === 'literal'
        ? 'a secret that stands in the code'
        : `${quoteCode(fact.name)}, ${words[fact.source]}`,
    sources: [fact.location],
  }));
}

/** Images and what runs them. */
export function fillDeployments(context: CardContext): readonly Statement[] {
  const containers = context.list('container').map((fact) => ({
    key: fact.id,
    text: `container${fact.image === undefined ? '' : ` from ${describeValue(fact.image)}`}${
      fact.user === undefined ? '' : `, user ${describeValue(fact.user)}`
    }${fact.ports.length === 0 ? '' : `, ports ${shortenList(fact.ports, 6)}`}`,
    sources: sourcesOf(fact.location, fact.image, fact.user),
  }));
  const deployments = context.list('deployment').map((fact) => ({
    key: fact.id,
    text: `${quoteCode(fact.platform)} ${quoteCode(fact.name)}${fact.image === undefined ? '' : `, image ${describeValue(fact.image)}`}${
      fact.model === undefined ? '' : `, model from ${describeValue(fact.model)}`
    }`,
    sources: sourcesOf(fact.location, fact.image, fact.model),
  }));
  return [...containers, ...deployments];
}

/** Name of a way in: methods and route. */
function nameEndpoint({ methods, route, name }: EndpointFact): string {
  const text = constantText(route);
  if (text !== undefined) return quoteCode([methods.join('/'), text].filter((part) => part !== '').join(' '));
  return route === undefined ? quoteCode(name) : `${quoteCode(name)} at ${describeValue(route)}`;
}

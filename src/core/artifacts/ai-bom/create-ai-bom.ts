import { hashText } from '../../findings/fingerprint.js';
import { type CardContext, constantText, createCardContext, PROJECT_FILES } from '../cards/card-context.js';
import { findUnsafeLoads } from '../cards/fills-security.js';
import { isLoopback } from '../is-loopback.js';
import type { ArtifactInput, ArtifactKind } from '../kinds.js';
import {
  describeCalledModel,
  describeDataset,
  describeLibraries,
  describeModel,
  describeTrained,
  listModelDependencies,
  toAddress,
} from './bom-components.js';
import { compare, defaultOf, mergeComponents, occurrenceOf, property, textOf } from './bom-parts.js';
import type { BomComponent, BomDependency, BomService } from './bom-types.js';

const projectRef = 'project';

/** A bill of materials with models, data, libraries and services: CycloneDX 1.6. */
export const AI_BOM_KIND: ArtifactKind = {
  id: 'ai-bom',
  title: 'an AI bill of materials',
  guidelines: ['ncsc-2.2', 'ncsc-2.3'],
  files: PROJECT_FILES,
  forms: [
    {
      format: 'cyclonedx',
      path: 'ai-bom.cdx.json',
      generate: (input) => ({ kind: 'text', text: createAiBom(input) }),
    },
  ],
};

/**
 * The bill as JSON. The same project gives the same bytes: there is no time in it, and the serial number follows from the
 * content. It says of itself that it is incomplete, for code does not state everything.
 */
function createAiBom(input: ArtifactInput): string {
  const context = createCardContext(input);
  const { project } = context;
  const licences = project.licences.map(({ licence }) => licence);
  const unsafe = findUnsafeLoads(context);
  const components = mergeComponents([
    ...context.list('model').map((fact) => describeModel(fact, unsafe)),
    ...context.list('llm-call').flatMap(describeCalledModel),
    ...context.list('training').map((fact) => describeTrained(fact, context)),
    ...context.list('dataset').map(describeDataset),
    ...describeFiles(context),
    ...describeModelFiles(context),
    ...describeContainers(context),
    ...describeLibraries(input.inventory.dependencies),
  ]);
  const services = describeServices(context);
  const dependencies = describeDependencies(context, components, services);
  const [licence] = new Set(licences).size === 1 ? licences : [];
  const content = {
    metadata: {
      lifecycles: [{ phase: 'pre-build' }],
      tools: { components: [{ type: 'application', name: 'Fairlead' }] },
      component: {
        type: 'application',
        'bom-ref': projectRef,
        name: (project.name?.value ?? input.projectName) || 'project',
        ...(project.version === undefined ? {} : { version: project.version.value }),
        ...(licence === undefined
          ? {}
          : {
              licenses: [
                { license: licence.spdx === undefined ? { name: licence.name } : { id: licence.spdx } },
              ],
            }),
      },
    },
    components,
    ...(services.length === 0 ? {} : { services }),
    dependencies,
    compositions: [{ aggregate: 'incomplete', assemblies: [projectRef] }],
  };
  const digest = hashText(JSON.stringify(content)) + hashText(`serial ${JSON.stringify(content)}`);
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${formatUuid(digest)}`,
    version: 1,
    ...content,
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** 32 hexadecimal digits as a UUID of version 8, that for values of one's own making. */
function formatUuid(digits: string): string {
  const variant = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4] ?? '8';
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

function describeFiles(context: CardContext): readonly BomComponent[] {
  return context.list('artifact').map((fact) => {
    const path = constantText(fact.reference);
    return {
      type: 'file',
      'bom-ref': `file:${path ?? fact.id}`,
      name: textOf(fact.reference) ?? fact.name,
      evidence: { occurrences: [occurrenceOf(fact)] },
      properties: [
        ...property('origin', 'written by the code'),
        ...property('format', fact.format === 'unknown' ? undefined : fact.format),
        ...property('saver', fact.saver),
        ...property('published', fact.isPublished ? 'true' : undefined),
        ...defaultOf(fact.reference),
      ],
    };
  });
}

function describeModelFiles(context: CardContext): readonly BomComponent[] {
  return context.list('model-file').map((fact) => ({
    type: 'file',
    'bom-ref': `model-file:${fact.name}`,
    name: fact.name,
    evidence: { occurrences: [occurrenceOf(fact)] },
    properties: [
      ...property('origin', 'kept in the project'),
      ...property('format', fact.format === 'unknown' ? undefined : fact.format),
      ...property('size', `${fact.size} bytes`),
      ...property('tensors', fact.tensors === 0 ? undefined : String(fact.tensors)),
      ...property('inspection', fact.verdict),
    ],
  }));
}

function describeContainers(context: CardContext): readonly BomComponent[] {
  return context.list('container').flatMap((fact): BomComponent[] => {
    const image = constantText(fact.image);
    return image === undefined
      ? []
      : [
          {
            type: 'container',
            'bom-ref': `container:${image}`,
            name: image,
            evidence: { occurrences: [occurrenceOf(fact)] },
          },
        ];
  });
}

function describeServices(context: CardContext): readonly BomService[] {
  const own = context
    .list('endpoint')
    .map(({ id, name, route, methods, framework, protocol }): BomService => {
      const address = toAddress(constantText(route) ?? '');
      return {
        'bom-ref': `endpoint:${id}`,
        name,
        ...(address === undefined ? {} : { endpoints: [address] }),
        properties: [
          ...property('origin', 'served by the code'),
          ...property('framework', framework),
          ...property('protocol', protocol === 'unknown' ? undefined : protocol),
          ...property('methods', methods.join(' ')),
        ],
      };
    });
  const stated = new Set(context.list('service').map(({ service }) => service));
  const called = [
    ...context
      .list('llm-call')
      .flatMap(({ provider, isLocal }) =>
        isLocal || stated.has(provider) ? [] : [{ name: provider, type: 'language model', url: undefined }],
      ),
    ...context
      .list('service')
      .filter(({ service }) => !isLoopback(service))
      .map(({ service, type, reference }) => ({ name: service, type, url: constantText(reference) })),
  ].map(({ name, type, url }): BomService => {
    const address = url !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? toAddress(url) : undefined;
    return {
      'bom-ref': `service:${type}/${name}${address === undefined ? '' : `/${address}`}`,
      name,
      ...(address === undefined ? {} : { endpoints: [address] }),
      // A database or registry of the same machine is a service, and no party.
      ...(isLoopback(hostOf(url)) ? {} : { 'x-trust-boundary': true }),
      properties: property('type', type),
    };
  });
  const services = new Map([...own, ...called].map((service) => [service['bom-ref'], service]));
  return [...services.values()].sort((a, b) => compare(a['bom-ref'], b['bom-ref']));
}

function hostOf(url: string | undefined): string {
  return /^[a-z][\w+.-]*:\/\/(?:[^@/?#]*@)?([^/?#]*)/i.exec(url ?? '')?.[1] ?? '';
}

function describeDependencies(
  context: CardContext,
  components: readonly BomComponent[],
  services: readonly BomService[],
): readonly BomDependency[] {
  const own = new Set(context.list('endpoint').map(({ id }) => `endpoint:${id}`));
  const all = [...components, ...services].map((part) => part['bom-ref']).filter((ref) => !own.has(ref));
  const models = new Map<string, Set<string>>();
  for (const [ref, on] of listModelDependencies(context)) {
    const known = models.get(ref) ?? new Set<string>();
    for (const each of on) known.add(each);
    models.set(ref, known);
  }
  return [
    { ref: projectRef, dependsOn: all },
    ...[...models]
      .filter(([, on]) => on.size > 0)
      .map(([ref, on]) => ({ ref, dependsOn: [...on].sort() }))
      .sort((a, b) => compare(a.ref, b.ref)),
  ];
}

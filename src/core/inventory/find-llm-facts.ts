import type { PlacedValue } from '../rules/match-context.js';
import type { OriginKind } from '../rules/rule.js';
import type { Site } from '../semantics/module-model.js';
import type { Expr } from '../syntax/ir.js';
import type { CompiledInventory } from './compiled-inventory.js';
import { type FactBuilder, lastName, optional, type PlacedCall } from './fact-builder.js';
import { nameOfValue } from './find-data-facts.js';
import type {
  AgentFact,
  Guard,
  Hyperparameter,
  InventoryFact,
  LlmCallFact,
  PromptFact,
} from './inventory.js';
import type { AgentKnowledge, LlmCallKnowledge } from './inventory-knowledge.js';
import type { ModulePlaces } from './module-places.js';
import { redact } from './redact.js';

const generation =
  /^(?:temperature|max_tokens|max_completion_tokens|max_new_tokens|max_output_tokens|top_p|top_k|n|stop|seed|stream|response_format|presence_penalty|frequency_penalty|do_sample|num_beams|reasoning_effort|tool_choice|timeout)$/;
const textTasks: readonly unknown[] = [
  'text-generation',
  'text2text-generation',
  'summarization',
  'image-text-to-text',
  'conversational',
];
const inputKinds: readonly OriginKind[] = [
  'request',
  'user-input',
  'argv',
  'download',
  'storage',
  'model-output',
  'tool-argument',
];

/** Calls of language models, prompts and agents. */
export function findLlmFacts(
  facts: FactBuilder,
  { calls }: ModulePlaces,
  compiled: CompiledInventory,
): readonly InventoryFact[] {
  return calls.flatMap((call): InventoryFact[] => {
    const found: InventoryFact[] = [];
    const llm = compiled.llmCalls.find(call.names);
    if (llm !== undefined) found.push(...readLlmCall(facts, call, llm.value, llm.name));
    const prompt = compiled.prompts.find(call.names);
    if (prompt !== undefined)
      found.push(...readPrompt(facts, facts.given(prompt.value.text, call), prompt.value.role));
    const agent = compiled.agents.find(call.names);
    if (agent !== undefined) found.push(...readAgent(facts, call, agent.value, agent.name));
    return found;
  });
}

function readLlmCall(
  facts: FactBuilder,
  call: PlacedCall,
  known: LlmCallKnowledge,
  callee: string,
): InventoryFact[] {
  const { callee: expr, site } = call;
  const receiver = expr.kind === 'attribute' ? rootOf(expr) : expr;
  const made = facts.constructorOf(receiver, site);
  if (callee === 'transformers.pipeline()') {
    const task = made === undefined ? undefined : facts.given('task@0', made);
    if (task === undefined || !textTasks.includes(facts.constant(task.value, task.site))) return [];
  }
  const model =
    facts.stated(known.model, call) ??
    (made === undefined ? undefined : facts.stated(known.maker, made)) ??
    localModel(facts, made);
  const messages = facts.given(known.messages, call);
  const inputs =
    messages === undefined
      ? []
      : inputKinds.filter(
          (kind) => facts.module.tracer.trace(messages.value, messages.site, [kind]) !== undefined,
        );
  const parameters = call.args.flatMap(({ name, spread, value }) =>
    name === undefined || spread !== undefined || !generation.test(name)
      ? []
      : [facts.hyperparameter(name, { value, site })],
  );
  const fact: LlmCallFact = {
    ...facts.start(nameOfValue(model) ?? lastName(callee), call.call, site.scope),
    kind: 'llm-call',
    provider: known.provider,
    callee,
    ...optional('model', model),
    parameters,
    ...optional('answerLimit', limitOf(parameters)),
    inputs,
    isLocal: known.isLocal,
  };
  const system = facts.given(known.system, call);
  return [
    fact,
    ...readPrompt(facts, system, 'system'),
    ...systemMessages(facts, messages).flatMap((message) => readPrompt(facts, message, 'system')),
  ];
}

/** What `from_pretrained` or `pipeline` was given. */
function localModel(facts: FactBuilder, made: PlacedCall | undefined): LlmCallFact['model'] {
  if (made === undefined) return undefined;
  if (made.names.some((name) => name === 'transformers.pipeline')) return facts.stated('model@1', made);
  if (made.names.some((name) => /\.from_pretrained$/.test(name)))
    return facts.stated('pretrained_model_name_or_path@0', made);
  return undefined;
}

/** The object that a chain of attributes begins at: `client` of `client.chat.completions.create`. */
function rootOf(expr: Expr): Expr {
  let at = expr;
  while (at.kind === 'attribute') {
    const { object } = at;
    if (object.kind === 'name' && object.name === 'self') return at;
    at = object;
  }
  return at;
}

/** Contents of the messages whose role is system. */
function systemMessages(facts: FactBuilder, messages: PlacedValue | undefined): readonly PlacedValue[] {
  if (messages === undefined) return [];
  const { value, site } = written(facts, messages);
  if (value.kind !== 'sequence') return [];
  return value.items.flatMap((item): PlacedValue[] => {
    const dict = facts.module.folder.foldDict(item, site);
    const role = dict?.entries.get('role');
    const content = dict?.entries.get('content');
    if (role === undefined || content === undefined) return [];
    const word = facts.constant(role.value, role.site);
    return word === 'system' || word === 'developer' ? [content] : [];
  });
}

/** What a name was given once, or the value itself. */
function written(facts: FactBuilder, placed: PlacedValue): PlacedValue {
  if (placed.value.kind !== 'name') return placed;
  const bindings = facts.module.resolver.model.lookup(placed.value.name, placed.site);
  const [only, ...others] = bindings.filter(({ source }) => source.kind !== 'addition');
  if (only?.source.kind !== 'value' || others.length > 0) return placed;
  return { value: only.source.value, site: { scope: only.scope, offset: only.span.start } };
}

function readPrompt(
  facts: FactBuilder,
  given: PlacedValue | undefined,
  role: PromptFact['role'],
): PromptFact[] {
  if (given === undefined) return [];
  const { value, site } = written(facts, given);
  const text = promptText(facts, value, site);
  if (text === undefined || text.trim() === '') return [];
  const excerpt = redact(text.replace(/\s+/g, ' ').trim()).slice(0, 120);
  return [{ ...facts.start(excerpt.slice(0, 60), value, site.scope), kind: 'prompt', role, excerpt }];
}

/** The text as far as it is known; values that are put in are shown as `{...}`. */
function promptText(facts: FactBuilder, value: Expr, site: Site): string | undefined {
  const known = facts.constant(value, site);
  if (typeof known === 'string') return known;
  if (value.kind !== 'template') return undefined;
  if (!value.parts.some((part) => typeof part === 'string' && /\p{L}{2}/u.test(part))) return undefined;
  return value.parts.map((part) => (typeof part === 'string' ? part : '{...}')).join('');
}

function readAgent(
  facts: FactBuilder,
  call: PlacedCall,
  known: AgentKnowledge,
  qualified: string,
): InventoryFact[] {
  const given = facts.given(known.tools, call);
  const list = given === undefined ? undefined : written(facts, given);
  const tools =
    list?.value.kind === 'sequence' ? list.value.items.map((item) => toolName(facts, item, list.site)) : [];
  const approval = known.approval.flatMap((key) => {
    const asked = facts.given(key, call);
    if (asked === undefined) return [];
    const value = facts.constant(asked.value, asked.site);
    if (value === null || value === false || value === 'NEVER') return [];
    return [{ name: key, location: facts.text.locate(asked.value) }];
  });
  const label = facts.stated('name|role', call);
  const shown =
    label?.kind === 'constant' ? String(label.value) : lastName(qualified.replace(/\.from_\w+$/, ''));
  const fact: AgentFact = {
    ...facts.start(shown, call.call, call.site.scope),
    kind: 'agent',
    framework: known.framework,
    tools,
    ...optional('approval', approval[0]),
  };
  return [fact, ...readPrompt(facts, facts.given(known.instructions, call), 'system')];
}

function toolName(facts: FactBuilder, expr: Expr, { scope }: Site): string {
  if (expr.kind === 'name') return expr.name;
  if (expr.kind === 'call') return facts.textOf(expr.callee, scope);
  return facts.textOf(expr, scope);
}

/** The first argument that limits the length of an answer to a known number. */
function limitOf(parameters: readonly Hyperparameter[]): Guard | undefined {
  const limit = parameters.find(
    ({ name, value }) =>
      /^max_(?:tokens|output_tokens|completion_tokens|new_tokens|length)$/.test(name) &&
      value.kind === 'constant' &&
      typeof value.value === 'number',
  );
  return limit === undefined ? undefined : { name: limit.name, location: limit.location };
}

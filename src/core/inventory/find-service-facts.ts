import type { Expr } from '../syntax/ir.js';
import type { CompiledInventory } from './compiled-inventory.js';
import { type FactBuilder, lastName, optional, type PlacedCall } from './fact-builder.js';
import type { InventoryFact, SecretFact } from './inventory.js';
import type { ModulePlaces } from './module-places.js';
import { leadingText } from './origin-place.js';

/** Values that stand where a credential would and are none. */
const placeholder =
  /^(?:(?:no|not)[-_ ].*|none|null|empty|dummy.*|fake.*|test.*|example.*|your.*|my[-_].*|change.?me.*|placeholder.*|<.*>|\{.*\}|\$.*|x+|\*+|sk-?(?:\.\.\.|x+|your.*|\*+|1234).*|.*(?:\.\.\.|xxx|your[-_ ]|here|key[-_]goes|api[-_]?key).*|lm[-_]studio|ollama)$/i;

/** Experiment trackers, vector stores, services and secrets. */
export function findServiceFacts(
  facts: FactBuilder,
  places: ModulePlaces,
  compiled: CompiledInventory,
): readonly InventoryFact[] {
  return [
    ...places.calls.flatMap((call) => (call.names.length === 0 ? [] : readCall(facts, call, compiled))),
    ...findSecrets(facts, places, compiled),
  ];
}

function readCall(facts: FactBuilder, call: PlacedCall, compiled: CompiledInventory): InventoryFact[] {
  const found: InventoryFact[] = [];
  const start = (name: string) => facts.start(name, call.call, call.site.scope);
  const tracker = compiled.trackers.find(call.names)?.value;
  if (tracker !== undefined) {
    const project = facts.stated(tracker.project, call);
    found.push({
      ...start(tracker.service),
      kind: 'tracker',
      service: tracker.service,
      ...optional('records', tracker.records),
      ...optional('project', project),
    });
  }
  const store = compiled.vectorStores.find(call.names)?.value;
  if (store !== undefined) {
    const reference = facts.stated(store.reference, call);
    found.push({
      ...start(store.service),
      kind: 'vector-store',
      service: store.service,
      ...optional('reference', reference),
    });
  }
  for (const { value: service } of compiled.services.findAll(call.names)) {
    if (service.name !== undefined) {
      const given = facts.given(service.name, call);
      const name = given === undefined ? undefined : facts.constant(given.value, given.site);
      if (typeof name !== 'string' || !service.values.includes(name)) continue;
      const shown = `${service.service}-${name}`;
      found.push({ ...start(shown), kind: 'service', service: shown, type: service.type });
      break;
    }
    const reference = facts.stated(service.reference, call);
    if (!service.isHost) {
      found.push({
        ...start(service.service),
        kind: 'service',
        service: service.service,
        type: service.type,
        ...optional('reference', reference),
      });
      break;
    }
    const host =
      reference?.kind === 'constant'
        ? hostOf(String(reference.value))
        : leadingHost(facts, call, service.reference);
    if (
      host === undefined ||
      isDownload(compiled, call, String(reference?.kind === 'constant' ? reference.value : ''))
    )
      continue;
    const shown = service.service === 'http' ? host : service.service;
    found.push({
      ...start(shown),
      kind: 'service',
      service: shown,
      type: service.type,
      ...optional('reference', reference),
    });
    break;
  }
  return found;
}

/** The host of an address whose end is only known at run time, as in `f"https://api.example.org/v1/{name}"`. */
function leadingHost(facts: FactBuilder, call: PlacedCall, key: string | undefined): string | undefined {
  const given = facts.given(key, call);
  const text = given === undefined ? undefined : leadingText(facts, given.value, given.site);
  // Without what ends it, the host may go on.
  return text !== undefined && /^https?:\/\/[^/?#]+[/?#]/i.test(text) ? hostOf(text) : undefined;
}

function hostOf(text: string): string | undefined {
  return /^https?:\/\/(?:[^@/?#]*@)?([\w.-]+(?::\d+)?)/i.exec(text)?.[1]?.toLowerCase();
}

/** True for what counts as data or a model. */
function isDownload(
  { downloads, knowledge }: CompiledInventory,
  { names }: PlacedCall,
  url: string,
): boolean {
  const { dataEnds, modelEnds } = knowledge.downloads;
  const path = (url.split(/[?#]/, 1)[0] ?? '').toLowerCase();
  return downloads.matchesAny(names) && [...dataEnds, ...modelEnds].some((end) => path.endsWith(end));
}

function findSecrets(
  facts: FactBuilder,
  places: ModulePlaces,
  compiled: CompiledInventory,
): readonly SecretFact[] {
  const found: SecretFact[] = [];
  const add = (name: string, source: SecretFact['source'], expr: Expr, place: PlacedCall['site']): void => {
    found.push({ ...facts.start(name, expr, place.scope), kind: 'secret', source });
  };
  for (const call of places.calls) {
    const { names, site, args } = call;
    const isEnvironment =
      compiled.environmentCalls.matchesAny(names) && lastName(names[0] ?? '') !== 'setdefault';
    if (isEnvironment || compiled.vaultCalls.matchesAny(names)) {
      const key = facts.constant(args[0]?.value, site);
      if (typeof key !== 'string') continue;
      if (!isEnvironment) add(key, 'vault', call.call, site);
      else if (compiled.secretName.test(key))
        add(key, hasFallback(facts, call) ? 'environment-or-code' : 'environment', call.call, site);
      continue;
    }
    for (const { name, value } of args) {
      if (name === undefined || !compiled.knowledge.secrets.arguments.includes(name)) continue;
      if (isLiteralSecret(value) && names.length > 0) add(name, 'literal', value, site);
    }
  }
  for (const { expr, scope } of places.reads) {
    const site = { scope, offset: expr.start };
    const names = facts.namesOf(expr.object, site);
    const key = facts.constant(expr.indices[0], site);
    if (typeof key !== 'string') continue;
    if (compiled.environmentValues.matchesAny(names) && compiled.secretName.test(key))
      add(key, 'environment', expr, site);
    else if (compiled.vaultValues.matchesAny(names)) add(key, 'vault', expr, site);
  }
  for (const { stmt, scope } of places.assigns) {
    const [target] = stmt.targets;
    if (target?.kind !== 'subscript' || stmt.value === undefined) continue;
    const site = { scope, offset: stmt.start };
    if (!compiled.environmentValues.matchesAny(facts.namesOf(target.object, site))) continue;
    const key = facts.constant(target.indices[0], site);
    if (typeof key !== 'string' || !compiled.secretName.test(key)) continue;
    if (isLiteralSecret(stmt.value)) add(key, 'literal', stmt.value, site);
  }
  return found;
}

/** `os.environ.get("PASSWORD", "guest")`. */
function hasFallback(facts: FactBuilder, { args, site }: PlacedCall): boolean {
  const given = args.find(({ name }) => name === 'default') ?? args[1];
  const value = facts.constant(given?.value, site);
  return typeof value === 'string' && value !== '' && !placeholder.test(value);
}

/** A text in the code that is not a placeholder. */
function isLiteralSecret(value: Expr): boolean {
  if (value.kind !== 'constant' || value.type !== 'string' || typeof value.value !== 'string') return false;
  const text = value.value;
  return (
    text.length >= 12 &&
    !placeholder.test(text) &&
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    !/\s/.test(text)
  );
}

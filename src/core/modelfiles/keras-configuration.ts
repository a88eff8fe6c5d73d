import { describeForeignPath } from './foreign-path.js';
import type { ConfigurationList } from './model-file-lists.js';
import type { ReaderContext } from './reader.js';
import type { JsonValue } from './strict-json.js';
import { quoteText } from './text-bytes.js';

type JsonMap = ReadonlyMap<string, JsonValue>;

/** Layers whose `vocabulary` may be the path of a file, which they read when they are built. */
const VOCABULARY_LAYERS = ['StringLookup', 'IntegerLookup', 'TextVectorization', 'IndexLookup'];

/**
 * Judges the configuration of a Keras model: every class, function and module it names.
 *
 * @param place for messages, such as `config.json`
 * @param isLegacy true for HDF5 and SavedModel, whose loader builds Lambda layers whatever `safe_mode` says
 */
export function judgeKerasConfiguration(
  configuration: JsonValue,
  place: string,
  isLegacy: boolean,
  context: ReaderContext,
  list: ConfigurationList['keras'],
): void {
  new KerasJudge(place, isLegacy, context, list).visit(configuration, '', 0);
}

class KerasJudge {
  private readonly place: string;
  private readonly isLegacy: boolean;
  private readonly context: ReaderContext;
  private readonly list: ConfigurationList['keras'];

  constructor(place: string, isLegacy: boolean, context: ReaderContext, list: ConfigurationList['keras']) {
    this.place = place;
    this.isLegacy = isLegacy;
    this.context = context;
    this.list = list;
  }

  /** The reader of JSON bounds the depth. */
  visit(value: JsonValue, layer: string, depth: number): void {
    this.context.budget.takeSteps();
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, layer, depth + 1);
    } else if (value instanceof Map) {
      const own = this.judgeObject(value, layer);
      for (const item of value.values()) this.visit(item, own, depth + 1);
    }
  }

  /** Judges an object that may name a class; returns the name of the layer that its parts belong to. */
  private judgeObject(value: JsonMap, layer: string): string {
    const className = value.get('class_name');
    if (typeof className !== 'string') return layer;
    const config = value.get('config');
    const named = config instanceof Map ? config.get('name') : undefined;
    const own = typeof named === 'string' ? named : layer;
    const module = value.get('module');
    const from = typeof module === 'string' ? module : undefined;
    const registered = value.get('registered_name');
    if (className === '__lambda__') this.reportLambda(own);
    else if (className === 'Lambda') this.judgeLambda(config, own);
    else if (className === 'function') this.judgeFunction(config, from, own);
    else if (className === '__typespec__') this.judgeName(String(value.get('spec_name')), from, own);
    else if (!this.list.forms.includes(className)) {
      this.judgeName(className, from, own, typeof registered === 'string' ? registered : undefined);
    }
    if (VOCABULARY_LAYERS.includes(className) && config instanceof Map) {
      this.judgeVocabulary(config.get('vocabulary'), className, own);
    }
    return own;
  }

  private judgeLambda(config: JsonValue | undefined, layer: string): void {
    const kind = config instanceof Map ? config.get('function') : undefined;
    const isNamed =
      kind instanceof Map
        ? kind.get('class_name') === 'function'
        : typeof kind === 'string' && !this.isLegacy;
    if (isNamed && !this.isLegacy) {
      this.find(
        'keras-lambda-layer',
        'unknown',
        `layer ${quoteText(layer)} is a Lambda that calls a function by its name`,
        layer,
      );
    } else this.reportLambda(layer);
  }

  private reportLambda(layer: string): void {
    const why = this.isLegacy
      ? 'runs on load, and this format ignores safe_mode (CVE-2025-9905)'
      : 'runs where safe_mode is off or Keras is older than 2.13 (CVE-2024-3660)';
    this.find(
      'keras-lambda-layer',
      'dangerous',
      `layer ${quoteText(layer)} holds a Python function as bytecode, which ${why}`,
      layer,
    );
    this.context.report.setConversion(
      'rebuild the model without Lambda layers from its own code, and keep only the weights (save_weights)',
    );
  }

  private judgeFunction(config: JsonValue | undefined, module: string | undefined, layer: string): void {
    if (typeof config !== 'string') return;
    const reaching = this.list.reachingFunctions.find(({ name }) => name === config);
    if (reaching) this.name(config, module, reaching.verdict, reaching.reason, layer);
    else if (module === undefined)
      this.name(config, module, 'unknown', 'a function of the program that loads it', layer);
    else if (module === 'builtins' && this.list.functions.includes(config)) {
      this.name(config, 'keras', 'harmless', `a function of Keras ${this.list.version}`, layer);
    } else if (this.isKeras(module)) {
      const isKnown = this.list.functions.includes(config);
      const reason = isKnown ? `a function of Keras ${this.list.version}` : 'not a function that models need';
      this.name(config, module, isKnown ? 'harmless' : 'unknown', reason, layer);
    } else this.judgeForeign(config, module, layer);
  }

  private judgeName(name: string, module: string | undefined, layer: string, registered?: string): void {
    const reaching = this.list.reachingClasses.find((entry) => entry.name === name);
    const isKeras = module === undefined || this.isKeras(module) || module === 'builtins';
    const function_ = this.list.reachingFunctions.find((entry) => entry.name === name);
    if (reaching && isKeras) this.name(name, module, reaching.verdict, reaching.reason, layer);
    else if (function_) this.name(name, module, function_.verdict, function_.reason, layer);
    else if (isKeras && (this.list.classes.includes(name) || this.list.functions.includes(name))) {
      this.name(name, module ?? 'keras', 'harmless', `part of Keras ${this.list.version}`, layer);
    } else if (isKeras) {
      const custom = registered?.includes('>')
        ? `registered as ${quoteText(registered)}`
        : 'not part of Keras';
      this.name(name, module, 'unknown', `${custom}: code of the program that loads it`, layer);
    } else this.judgeForeign(name, module, layer);
  }

  private judgeForeign(name: string, module: string, layer: string): void {
    const judgement = this.context.globals.judge(module, name);
    const isDangerous = judgement.verdict === 'dangerous';
    const reason = isDangerous ? judgement.reason : 'outside of Keras, imported on load by Keras below 3.9';
    this.name(name, module, isDangerous ? 'dangerous' : 'unknown', reason, layer);
  }

  private name(
    name: string,
    module: string | undefined,
    verdict: 'harmless' | 'unknown' | 'dangerous',
    reason: string,
    layer: string,
  ): void {
    const full = module === undefined ? name : `${module}.${name}`;
    const { report, member } = this.context;
    report.addImport({ name: full, verdict, reason, offset: 0, member });
    if (verdict === 'harmless') return;
    const where = layer === '' ? this.place : `${this.place}, ${quoteText(layer)},`;
    this.context.report.setConversion(
      'load it where its code is known, and keep only the weights (save_weights)',
    );
    this.find('keras-foreign-object', verdict, `${where} names ${quoteText(full)}: ${reason}`, layer);
  }

  private judgeVocabulary(vocabulary: JsonValue | undefined, name: string, layer: string): void {
    if (typeof vocabulary !== 'string') return;
    const problem = describeForeignPath(vocabulary);
    this.find(
      'keras-file-reference',
      problem === undefined ? 'unknown' : 'dangerous',
      `layer ${quoteText(layer)} (${name}) reads the file ${quoteText(vocabulary)}${problem === undefined ? '' : `, which ${problem}`}`,
      layer,
    );
  }

  private find(rule: string, verdict: 'dangerous' | 'unknown', message: string, layer: string): void {
    const { report, member } = this.context;
    const chain = layer === '' ? [] : [`layer ${layer}`];
    report.addFinding({ ruleId: `model-file/${rule}`, verdict, message, member, chain });
  }

  private isKeras(module: string): boolean {
    return this.list.packages.some((name) => module === name || module.startsWith(`${name}.`));
  }
}

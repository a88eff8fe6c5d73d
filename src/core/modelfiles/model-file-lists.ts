import { type Infer, readSource, type YamlProblem, type YamlSource } from '../guidelines/yaml-reader.js';
import { boolean, oneOf, string } from '../guidelines/yaml-scalars.js';
import { list, object } from '../guidelines/yaml-shapes.js';
import type { GlobalLists } from './global-list.js';

const word = string({ singleLine: true });
const words = list(word, { unique: true });
const reasoned = list(object({ name: word, reason: word }));

/** The shape of guidelines/modelfiles/jinja.yaml. */
const JINJA_LIST_SCHEMA = object({
  statements: words,
  keywords: words,
  filters: words,
  functions: words,
  methods: words,
  reachingNames: list(object({ name: word, isAttribute: boolean(), reason: word })),
  pythonNames: words,
});

/** What a chat template may use, and what reaches Python objects. */
export type JinjaList = Infer<typeof JINJA_LIST_SCHEMA>;

/** The shape of guidelines/modelfiles/operators.yaml. */
const OPERATOR_LIST_SCHEMA = object({
  tensorflow: object({
    version: word,
    dangerous: reasoned,
    /** Touch files, but every model that is saved has them: judged by their constant paths. */
    checkpoint: reasoned,
    asset: reasoned,
    standard: words,
  }),
  tflite: object({ builtin: list(word), custom: reasoned }),
  onnx: object({ domains: reasoned, dangerous: reasoned }),
});

/** Operators of graph formats: standard ones, and those that reach outside. */
export type OperatorList = Infer<typeof OPERATOR_LIST_SCHEMA>;

const judged = list(object({ name: word, verdict: oneOf(['dangerous', 'unknown']), reason: word }));

/** The shape of guidelines/modelfiles/configurations.yaml. */
const CONFIGURATION_LIST_SCHEMA = object({
  keras: object({
    version: word,
    packages: words,
    classes: words,
    functions: words,
    reachingClasses: judged,
    reachingFunctions: judged,
    forms: words,
  }),
  skops: object({
    loaders: list(
      object({
        name: word,
        verdict: oneOf(['dangerous', 'unknown']),
        isAlwaysAsked: boolean(),
        reason: word,
      }),
    ),
    trusted: reasoned,
    values: words,
  }),
  hydra: reasoned,
});

/** Class and function names in configurations of Keras, skops and Hydra. */
export type ConfigurationList = Infer<typeof CONFIGURATION_LIST_SCHEMA>;

/** Everything the readers of model formats other than pickle know. */
export interface ModelFileLists {
  readonly jinja: JinjaList;
  readonly operators: OperatorList;
  readonly configurations: ConfigurationList;
}

/** What is known of model files. */
export interface ModelFileKnowledge {
  readonly lists: ModelFileLists;
  readonly globals: GlobalLists;
}

/**
 * Reads the lists from guidelines/modelfiles.
 *
 * @returns the lists, or every problem of the three files
 */
export function readModelFileLists(sources: {
  readonly jinja: YamlSource;
  readonly operators: YamlSource;
  readonly configurations: YamlSource;
}):
  | { readonly ok: true; readonly lists: ModelFileLists }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] } {
  const jinja = readSource(sources.jinja, JINJA_LIST_SCHEMA);
  const operators = readSource(sources.operators, OPERATOR_LIST_SCHEMA);
  const configurations = readSource(sources.configurations, CONFIGURATION_LIST_SCHEMA);
  if (jinja.ok && operators.ok && configurations.ok) {
    const lists = { jinja: jinja.value, operators: operators.value, configurations: configurations.value };
    return { ok: true, lists };
  }
  const problems = [jinja, operators, configurations].flatMap((result) => (result.ok ? [] : result.problems));
  return { ok: false, problems };
}

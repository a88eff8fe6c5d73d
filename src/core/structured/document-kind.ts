import type { Schema } from '../guidelines/yaml-reader.js';
import { oneOf, string } from '../guidelines/yaml-scalars.js';
import { list, object, optional, withDefault } from '../guidelines/yaml-shapes.js';

/** What kinds of documents there are; guidelines/knowledge/documents.yaml says how each is recognised. */
export const DOCUMENT_KINDS = [
  'dockerfile',
  'compose',
  'kubernetes',
  'helm-values',
  'github-workflow',
  'github-action',
  'mcp-config',
  'agent-settings',
  'agent-instructions',
  'editor-settings',
  'requirements',
  'pyproject',
  'pipfile',
  'conda-environment',
  'package-json',
  'lock-file',
  'setup-cfg',
  'pip-config',
  'dotenv',
  'torchserve-config',
  'streamlit-config',
  'litellm-config',
  'mlflow-project',
  'hydra-config',
  'dvc-config',
  'launch-config',
  'shell',
  'notebook',
  'yaml',
  'json',
  'toml',
  'ini',
  'properties',
] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** How a document is read; `lines`: as text alone. */
export const SYNTAXES = [
  'yaml',
  'json',
  'toml',
  'ini',
  'properties',
  'dotenv',
  'dockerfile',
  'shell',
  'lines',
] as const;

export type DocumentSyntax = (typeof SYNTAXES)[number];

/** Where a document of a kind holds commands. Paths as in `entry` rules; keys relative to what `at` finds. */
export interface CommandPlaces {
  /** What holds the commands: a container, a service, a step. */
  readonly at: string;
  /** Keys whose words come first, such as `command`. */
  readonly program: readonly string[];
  /** Keys whose words follow, such as `args`. */
  readonly arguments: readonly string[];
  /** Key of the image, whose own program runs when none is given. */
  readonly image?: string;
  /** How a text is read; a list is always one command word by word. */
  readonly text: 'script' | 'words' | 'program';
}

/** One kind of document. */
export interface KindRecognition {
  readonly id: DocumentKind;
  readonly syntax: DocumentSyntax;
  /** ECMAScript expression, without regard to case, one of which the path must match. Without any, content alone decides. */
  readonly paths: readonly string[];
  /** ECMAScript expressions with the flag `m`, all of which must be found in the text. */
  readonly content: readonly string[];
  /** Editor languages whose documents are of the kind whatever their path. */
  readonly languages: readonly string[];
  readonly commands: readonly CommandPlaces[];
  /** Paths to what sets variables of the environment: a map, a list of `NAME=value`, or of maps with `name` and `value`. */
  readonly variables: readonly string[];
  /** Lists of requirements in PEP 508 form (paths to the items), and tables of names with versions (paths to the entries). */
  readonly requirements: readonly RequirementPlaces[];
  /** What stands for a value that is decided elsewhere, as an ECMAScript expression. */
  readonly unknown?: string;
}

/** How a document of a kind writes which packages it wants. */
export const REQUIREMENT_FORMS = ['pep508', 'pep508-lines', 'poetry', 'pipfile', 'conda', 'npm'] as const;

/** Where a document of a kind asks for packages. */
export interface RequirementPlaces {
  /** Paths to the texts, or to the entries whose keys are names. */
  readonly at: readonly string[];
  readonly form: (typeof REQUIREMENT_FORMS)[number];
}

/** The program that runs in a container of an image when the configuration names none. */
export interface ImageEntrypoint {
  /** Names of images without registry and tag, `*` for any part. */
  readonly images: readonly string[];
  readonly words: readonly string[];
}

/** What guidelines/knowledge/documents.yaml holds. */
export interface DocumentKnowledge {
  /** In the order in which they are tried. */
  readonly kinds: readonly KindRecognition[];
  readonly entrypoints: readonly ImageEntrypoint[];
}

const texts = list(string(), { minItems: 1 });

/** The shape of guidelines/knowledge/documents.yaml. */
export const DOCUMENT_KNOWLEDGE_SCHEMA: Schema<DocumentKnowledge> = object({
  kinds: list(
    object({
      id: oneOf(DOCUMENT_KINDS),
      syntax: oneOf(SYNTAXES),
      paths: withDefault(texts, []),
      content: withDefault(texts, []),
      languages: withDefault(texts, []),
      commands: withDefault(
        list(
          object({
            at: string(),
            program: withDefault(texts, []),
            arguments: withDefault(texts, []),
            image: optional(string()),
            text: oneOf(['script', 'words', 'program']),
          }),
        ),
        [],
      ),
      variables: withDefault(texts, []),
      requirements: withDefault(list(object({ at: texts, form: oneOf(REQUIREMENT_FORMS) })), []),
      unknown: optional(string()),
    }),
  ),
  entrypoints: list(object({ images: texts, words: texts })),
});

import type { ModelFormat, ModelVerdict } from '../modelfiles/model-file.js';
import type { ProjectFacts } from '../semantics/project.js';
import type { Location } from '../source/document.js';
import type { StatedValue } from './stated-value.js';

/** What every fact carries. */
interface FactBase {
  /**
   * Stable identity within a project: kind, and the name or reference; with the path where the same thing may stand in many
   * files. Does not hold line numbers, so it survives edits elsewhere.
   */
  readonly id: string;
  /** Short name for people. */
  readonly name: string;
  /** The line that states it. */
  readonly location: Location;
  /** Qualified name of the enclosing function or class; empty at module level. */
  readonly symbol: string;
  /** True in tests, examples and other code that is not the product. */
  readonly isSecondary: boolean;
}

/** Where a dataset or a model is fetched from, as far as the code says. */
export type OriginPlace = 'hub' | 'file' | 'url' | 'bucket' | 'database' | 'library' | 'registry' | 'unknown';

/** Data that is read: `datasets.load_dataset("imdb", revision=…)`, `pandas.read_csv(path)`. */
export interface DatasetFact extends FactBase {
  readonly kind: 'dataset';
  readonly place: OriginPlace;
  /** Hub id, path or URL. */
  readonly reference?: StatedValue;
  readonly configuration?: StatedValue;
  readonly revision?: StatedValue;
  readonly split?: StatedValue;
  /** Digest that the code checks the data against, such as `sha256:…`. */
  readonly digest?: StatedValue;
  /** Qualified name of what loads it. */
  readonly loader: string;
  /** What the code does with it, as far as the place it stands in says. */
  readonly use: 'training' | 'evaluation' | 'unknown';
}

/** A model that is loaded. */
export interface ModelFact extends FactBase {
  readonly kind: 'model';
  readonly role: 'base' | 'adapter' | 'tokenizer' | 'embedding' | 'unknown';
  readonly place: OriginPlace;
  readonly reference?: StatedValue;
  readonly revision?: StatedValue;
  readonly loader: string;
  /** Whether loading can run code that comes with the file, as far as the arguments and the format say. */
  readonly mayRunCode: boolean | undefined;
}

/** A model that the code defines: a class deriving from torch.nn.Module, an estimator, a keras model. */
export interface ArchitectureFact extends FactBase {
  readonly kind: 'architecture';
  readonly framework: string;
  /** Qualified name of the base class or estimator. */
  readonly base: string;
  /** Qualified names of the layers or parts that it builds, in the order of the text, each once. */
  readonly parts: readonly string[];
}

/** One hyperparameter of a training run. */
export interface Hyperparameter {
  readonly name: string;
  readonly value: StatedValue;
  readonly location: Location;
}

/** A place where a model is trained. */
export interface TrainingFact extends FactBase {
  readonly kind: 'training';
  /** Package that trains: `torch`, `transformers`, `sklearn`, … */
  readonly framework: string;
  /** Qualified name of the trainer, optimizer or estimator. */
  readonly trainer: string;
  /** What is learned, in the words of Hugging Face pipeline tags, when a class or argument says it for certain. */
  readonly task?: string;
  /** Qualified names of loss functions and optimizers used in the same file. */
  readonly losses: readonly string[];
  readonly optimizers: readonly string[];
  readonly hyperparameters: readonly Hyperparameter[];
  /** Entries of configurations that the code of the run reads; gone once the inventory is put together. */
  readonly entries?: readonly Hyperparameter[];
  readonly method?: 'full' | 'lora' | 'qlora' | 'rlhf' | 'dpo' | 'distillation';
}

/** A call that fixes the source of randomness: `torch.manual_seed(42)`, or an argument `random_state=42`. */
export interface SeedFact extends FactBase {
  readonly kind: 'seed';
  readonly setter: string;
  readonly value?: StatedValue;
}

/** A split into training, validation and test data. */
export interface SplitFact extends FactBase {
  readonly kind: 'split';
  readonly splitter: string;
  readonly parameters: readonly Hyperparameter[];
}

/** A metric that the code computes. */
export interface MetricFact extends FactBase {
  readonly kind: 'metric';
  /** Qualified name of the function. */
  readonly function: string;
  /** Name as Hugging Face and CycloneDX spell it: `accuracy`, `f1`, `rouge`. */
  readonly metric: string;
}

/** Something that is written and kept: weights, a checkpoint, an exported model. */
export interface ArtifactFact extends FactBase {
  readonly kind: 'artifact';
  /** `pickle`, `safetensors`, `onnx`, `keras`, `h5`, `savedmodel`, `joblib`, `torchscript`, `gguf`, `json`, `unknown`. */
  readonly format: string;
  readonly reference?: StatedValue;
  readonly saver: string;
  /** True when it is sent away: `push_to_hub`, an upload to a bucket. */
  readonly isPublished: boolean;
}

/** A model file that is kept in the project, as its bytes show it. */
export interface ModelFileFact extends FactBase {
  readonly kind: 'model-file';
  readonly format: ModelFormat;
  /** In bytes. */
  readonly size: number;
  readonly tensors: number;
  /** The worst that a look into it found; never a word for safe. */
  readonly verdict: ModelVerdict;
}

/** An experiment tracker or a model registry. */
export interface TrackerFact extends FactBase {
  readonly kind: 'tracker';
  /** Package: `mlflow`, `wandb`, `tensorboard`, … */
  readonly service: string;
  /** Where the package keeps records unless told otherwise; absent when that depends on settings. */
  readonly records?: 'service' | 'files';
  readonly project?: StatedValue;
}

/** A way in: a route, a page, a tool server. */
export interface EndpointFact extends FactBase {
  readonly kind: 'endpoint';
  readonly framework: string;
  readonly protocol: 'http' | 'websocket' | 'grpc' | 'page' | 'tool-server' | 'unknown';
  /** `GET`, `POST`, …; empty where the protocol has none or the code does not say. */
  readonly methods: readonly string[];
  readonly route?: StatedValue;
  /** What guards it, with the line; absent when nothing was found, which is not proof that nothing is there. */
  readonly authentication?: Guard;
  readonly rateLimit?: Guard;
  /** Typed model, schema or explicit check of what comes in. */
  readonly validation?: Guard;
  readonly sizeLimit?: Guard;
  readonly logging?: Guard;
  /** Inputs by name with their declared type as text, when there is one. */
  readonly inputs: readonly { readonly name: string; readonly type?: string }[];
}

/** Something that protects, and the line that shows it. */
export interface Guard {
  /** Qualified name or a few words. */
  readonly name: string;
  readonly location: Location;
}

/** A call of a language model. */
export interface LlmCallFact extends FactBase {
  readonly kind: 'llm-call';
  /** Package: `openai`, `anthropic`, `transformers`, … */
  readonly provider: string;
  readonly callee: string;
  readonly model?: StatedValue;
  readonly parameters: readonly Hyperparameter[];
  /** The argument that limits how long an answer gets, such as `max_tokens`; absent when the call has none. */
  readonly answerLimit?: Guard;
  /** Kinds of origin that flow into the messages, such as `request`; empty when none was proven. */
  readonly inputs: readonly string[];
  /** Whether it runs in this process; false for a service over the network. */
  readonly isLocal: boolean;
}

/** A text that instructs a model. */
export interface PromptFact extends FactBase {
  readonly kind: 'prompt';
  readonly role: 'system' | 'template' | 'user';
  /** The first 120 characters on one line; never a secret. */
  readonly excerpt: string;
}

/** An agent, and what it may do. */
export interface AgentFact extends FactBase {
  readonly kind: 'agent';
  readonly framework: string;
  readonly tools: readonly string[];
  /** Something that asks a person before a tool runs. */
  readonly approval?: Guard;
}

/** A function or server that a model may call. */
export interface ToolFact extends FactBase {
  readonly kind: 'tool';
  readonly framework: string;
  /** What its body reaches, as far as resolved names say. */
  readonly reaches: readonly ('code' | 'shell' | 'files' | 'network' | 'database' | 'mail')[];
}

/** A store of embeddings or documents for retrieval. */
export interface VectorStoreFact extends FactBase {
  readonly kind: 'vector-store';
  readonly service: string;
  readonly reference?: StatedValue;
}

/** A place that reads a secret. Never the secret's value. */
export interface SecretFact extends FactBase {
  readonly kind: 'secret';
  /**
   * Name of the environment variable or entry; `literal` for one that stands in the code, `environment-or-code` where the
   * code holds a value for the case that the variable is not set.
   */
  readonly source: 'environment' | 'environment-or-code' | 'literal' | 'vault' | 'file';
}

/** A service outside the process that is called: an API, a database, a bucket, a queue. */
export interface ServiceFact extends FactBase {
  readonly kind: 'service';
  readonly service: string;
  readonly type: 'api' | 'database' | 'bucket' | 'queue' | 'cache' | 'registry';
  readonly reference?: StatedValue;
}

/** An image that is built or run. */
export interface ContainerFact extends FactBase {
  readonly kind: 'container';
  readonly image?: StatedValue;
  readonly user?: StatedValue;
  readonly ports: readonly string[];
}

/** Something that puts the model to work: a Kubernetes object, a compose service, a cloud endpoint. */
export interface DeploymentFact extends FactBase {
  readonly kind: 'deployment';
  readonly platform: string;
  readonly image?: StatedValue;
  /** Where it fetches its model, such as a KServe `storageUri`. */
  readonly model?: StatedValue;
  readonly ports: readonly string[];
}

/** A file that asks for packages. */
export interface RequirementsFact extends FactBase {
  readonly kind: 'requirements';
  /** How many packages it names, and how many of them without an exact release. */
  readonly packages: number;
  readonly openPackages: number;
  readonly releases: 'exact' | 'open';
  /** A lock file in the same folder. */
  readonly lock?: Guard;
}

/** One thing that a project contains, with the line that states it. Plain data. */
export type InventoryFact =
  | DatasetFact
  | ModelFact
  | ArchitectureFact
  | TrainingFact
  | SeedFact
  | SplitFact
  | MetricFact
  | ArtifactFact
  | ModelFileFact
  | TrackerFact
  | EndpointFact
  | LlmCallFact
  | PromptFact
  | AgentFact
  | ToolFact
  | VectorStoreFact
  | SecretFact
  | ServiceFact
  | ContainerFact
  | DeploymentFact
  | RequirementsFact;

export type InventoryFactKind = InventoryFact['kind'];

/** What a project contains, from all of its documents. Plain data; the same input gives the same bytes. */
export interface Inventory {
  /** Sorted by path, then place. */
  readonly facts: readonly InventoryFact[];
  /** What the manifests ask for. */
  readonly dependencies: ProjectFacts;
  /** Documents that were looked at, for saying what a document rests on. */
  readonly documents: number;
}

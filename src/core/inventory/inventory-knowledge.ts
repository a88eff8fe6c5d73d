import type { DatasetFact, LlmCallFact, ModelFact, OriginPlace, ServiceFact, ToolFact } from './inventory.js';

/**
 * What Fairlead knows about the parts of ML projects: data of guidelines/knowledge/inventory.yaml, plain JSON. Names are
 * qualified-name patterns. An argument is given by key: `name`, `@0` or `name@0`; several names are divided by `|`.
 */
export interface InventoryKnowledge {
  readonly datasets: readonly DatasetKnowledge[];
  /** What a file that is downloaded from a URL is, by the end of its name. */
  readonly downloads: DownloadKnowledge;
  readonly models: readonly ModelKnowledge[];
  readonly architectures: readonly ArchitectureKnowledge[];
  readonly training: TrainingKnowledge;
  readonly seeds: readonly ValueKnowledge[];
  readonly splits: readonly SplitKnowledge[];
  readonly metrics: readonly MetricKnowledge[];
  readonly artifacts: readonly ArtifactKnowledge[];
  readonly trackers: readonly TrackerKnowledge[];
  readonly endpoints: readonly EndpointKnowledge[];
  readonly guards: GuardKnowledge;
  readonly llmCalls: readonly LlmCallKnowledge[];
  readonly prompts: readonly PromptKnowledge[];
  readonly agents: readonly AgentKnowledge[];
  readonly tools: readonly ToolKnowledge[];
  readonly reaches: readonly ReachKnowledge[];
  readonly vectorStores: readonly ServiceCallKnowledge[];
  readonly services: readonly ServiceKnowledge[];
  readonly secrets: SecretKnowledge;
}

export interface DatasetKnowledge {
  readonly calls: readonly string[];
  /** Where a name that is neither a path nor a URL leads. */
  readonly place: OriginPlace;
  /** True when what it reads is never a URL. */
  readonly isLocal: boolean;
  readonly reference?: string;
  readonly configuration?: string;
  readonly revision?: string;
  readonly split?: string;
  readonly digest?: string;
  readonly use?: DatasetFact['use'];
  /** Argument that is true for training data and false for evaluation data. */
  readonly isTraining?: string;
  /** References that say a format, with the argument that holds the files then. */
  readonly formats: readonly string[];
  readonly files?: string;
}

export interface DownloadKnowledge {
  readonly calls: readonly string[];
  readonly url: string;
  readonly digest: string;
  readonly dataEnds: readonly string[];
  readonly modelEnds: readonly string[];
}

export interface ModelKnowledge {
  readonly calls: readonly string[];
  readonly role: ModelFact['role'];
  readonly place: OriginPlace;
  /** True when a reference that is only known at run time leads to the place too, never to a path. */
  readonly isSurePlace: boolean;
  readonly reference?: string;
  readonly revision?: string;
  readonly runsCode: 'always' | 'never' | 'unknown';
  /** Argument with which loading runs code when it is true. */
  readonly unsafeWhen?: string;
  /** Argument with which loading runs no code when it is true. */
  readonly safeWhen?: string;
  /** Argument without which nothing is loaded, or which is false or None then. */
  readonly needs?: string;
}

export interface ArchitectureKnowledge {
  readonly framework: string;
  readonly bases: readonly string[];
  readonly calls: readonly string[];
  readonly parts: readonly string[];
}

export interface TrainingKnowledge {
  /** Names that stand for a hyperparameter where options, dataclasses and constants are declared. */
  readonly names: readonly string[];
  /** Names of arguments that are no hyperparameters, with `*` for any part: where results go, what is logged. */
  readonly ignored: readonly string[];
  readonly trainers: readonly TrainerKnowledge[];
  readonly loops: readonly LoopKnowledge[];
  readonly losses: readonly string[];
  readonly optimizers: readonly string[];
  /** Calls whose arguments are hyperparameters of the training in the same file. */
  readonly settings: readonly SettingsKnowledge[];
  /** Classes of models that say what is learned. */
  readonly tasks: readonly { readonly calls: readonly string[]; readonly task: string }[];
}

export interface TrainerKnowledge {
  readonly framework: string;
  readonly calls: readonly string[];
  readonly except: readonly string[];
  readonly task?: string;
  readonly method?: 'dpo' | 'rlhf' | 'distillation';
  /** True when options, constants and settings calls of the file belong to it. */
  readonly takesSettings: boolean;
  /** Positional arguments that are hyperparameters. */
  readonly parameters: readonly string[];
  /** Argument that holds the hyperparameters as a dict. */
  readonly dict?: string;
}

/** A loop written by hand: methods that are all called in one function of a file that imports a module. */
export interface LoopKnowledge {
  readonly framework: string;
  readonly methods: readonly string[];
  readonly modules: readonly string[];
}

export interface SettingsKnowledge {
  readonly calls: readonly string[];
  /** Names of arguments that count; all whose value is known when empty. */
  readonly only: readonly string[];
  /** Positional arguments that count, such as `lr@1`. */
  readonly parameters: readonly string[];
  readonly method?: 'lora' | 'qlora';
  /** Put before the names of the arguments, such as `lora_`. */
  readonly prefix?: string;
}

export interface ValueKnowledge {
  readonly calls: readonly string[];
  readonly value?: string;
}

export interface SplitKnowledge {
  readonly calls: readonly string[];
  readonly parameters: readonly string[];
}

export interface MetricKnowledge {
  readonly calls: readonly string[];
  readonly except: readonly string[];
  /** Argument that names the metric. */
  readonly name?: string;
}

export interface ArtifactKnowledge {
  readonly calls: readonly string[];
  /** Format, or `name` for that which the end of the file's name says. */
  readonly format: string;
  readonly reference?: string;
  readonly isPublished: boolean;
}

export interface TrackerKnowledge {
  readonly service: string;
  readonly records?: 'service' | 'files';
  readonly calls: readonly string[];
  readonly project?: string;
}

export interface EndpointKnowledge {
  readonly framework: string;
  readonly protocol: 'http' | 'websocket' | 'grpc' | 'page' | 'tool-server' | 'unknown';
  readonly decorators: readonly string[];
  readonly calls: readonly string[];
  readonly bases: readonly string[];
  /** Methods of the class that are ways in, such as `get`. */
  readonly classMethods: readonly string[];
  readonly route?: string;
  /** HTTP methods; `name` when the decorator's name says it. */
  readonly methods: readonly string[];
  readonly methodsArgument?: string;
  /** Argument that is the function behind it. */
  readonly handler?: string;
  /** True when one of many such calls in a file stands for all: a page. */
  readonly oncePerFile: boolean;
}

export interface GuardKnowledge {
  /** Decorators, dependencies, calls and classes that check who asks. */
  readonly authentication: readonly string[];
  /** Dependencies are looked into for these. */
  readonly dependencies: readonly string[];
  /** Calls that refuse a request, with the argument that holds the status. */
  readonly refusals: readonly string[];
  readonly rateLimit: readonly string[];
  readonly validation: readonly string[];
  /** Base classes of typed inputs. */
  readonly typedInputs: readonly string[];
  readonly sizeLimit: readonly string[];
  /** Arguments and settings that limit a size. */
  readonly sizeSettings: readonly string[];
  readonly logging: readonly string[];
  /** Calls that add a middleware: the first argument is its class. */
  readonly middleware: readonly string[];
  /** Argument of launching a page that asks for a password. */
  readonly launches: readonly string[];
}

export interface LlmCallKnowledge {
  readonly provider: string;
  readonly calls: readonly string[];
  readonly model?: string;
  /** Argument of the call that made the client or model, where that names the model. */
  readonly maker?: string;
  readonly messages: string;
  readonly system?: string;
  readonly isLocal: LlmCallFact['isLocal'];
}

export interface PromptKnowledge {
  readonly calls: readonly string[];
  readonly text: string;
  readonly role: 'system' | 'template' | 'user';
}

export interface AgentKnowledge {
  readonly framework: string;
  readonly calls: readonly string[];
  readonly tools?: string;
  readonly instructions?: string;
  /** Arguments that make a person approve. */
  readonly approval: readonly string[];
}

export interface ToolKnowledge {
  readonly framework: string;
  readonly decorators: readonly string[];
  readonly bases: readonly string[];
  readonly calls: readonly string[];
}

export interface ReachKnowledge {
  readonly reach: ToolFact['reaches'][number];
  readonly calls: readonly string[];
}

export interface ServiceCallKnowledge {
  readonly service: string;
  readonly calls: readonly string[];
  readonly reference?: string;
}

export interface ServiceKnowledge {
  readonly service: string;
  readonly type: ServiceFact['type'];
  readonly calls: readonly string[];
  readonly reference?: string;
  /** Argument that names the service, such as the first one of `boto3.client`; `values` limits what it may be. */
  readonly name?: string;
  readonly values: readonly string[];
  /** True when the reference is a URL whose host is the service. */
  readonly isHost: boolean;
}

export interface SecretKnowledge {
  /** Calls that read an environment variable, and values whose entries are such. */
  readonly environmentCalls: readonly string[];
  readonly environmentValues: readonly string[];
  readonly vaultCalls: readonly string[];
  readonly vaultValues: readonly string[];
  /** ECMAScript expression that the name of a credential matches. */
  readonly name: string;
  /** Names of arguments that hold a credential. */
  readonly arguments: readonly string[];
}

import { type Baseline, type Configuration, type Knowledge, NO_BASELINE } from '../core/index.js';
import type { CheckOptions } from './arguments.js';
import type { BaselineFile } from './baseline-file.js';
import type { ModelFile } from './check-models.js';
import type { Discovery, SourceFile } from './discover-files.js';
import type { Host } from './host.js';
import type { Pacer } from './pacer.js';

/** What one run of a check works on. */
export interface Job {
  readonly options: CheckOptions;
  readonly host: Host;
  readonly knowledge: Knowledge;
  readonly pacer: Pacer;
  /** Absolute. */
  readonly root: string;
  readonly configuration: Configuration;
  readonly baseline: BaselineFile;
}

/** What there is to check, and what else there is. */
export interface Discovered extends Discovery {
  readonly models: readonly ModelFile[];
  /** Python files and notebooks that others check. */
  readonly others: readonly SourceFile[];
  /** Paths of all Python files of the project; undefined when not all of it was walked. */
  readonly modules: readonly string[] | undefined;
}

/** What the analysis is told of the baseline: nothing while a new one is written. */
export function describeBaseline({ options, baseline }: Job): {
  readonly baseline: Baseline;
  readonly isGrouping: boolean;
} {
  const isUpdating = options.baseline.use === 'update';
  return { baseline: isUpdating ? NO_BASELINE : baseline.baseline, isGrouping: !isUpdating };
}

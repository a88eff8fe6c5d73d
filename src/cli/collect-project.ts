import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type ArtifactFile,
  type ArtifactInput,
  createInventory,
  createProjectIndex,
  type Knowledge,
  type Rule,
} from '../core/index.js';
import { describeFileError } from '../node/file-error.js';
import { collectModels, divideModels } from './check-models.js';
import { CliError } from './cli-error.js';
import { loadProject } from './configuration.js';
import { findStarts } from './discover-files.js';
import type { GenerateOptions } from './generate-command-options.js';
import { createGrammarSource } from './grammars.js';
import type { Host } from './host.js';
import { collectOnThreads } from './inventory-threads.js';
import { createPacer } from './pacer.js';
import { createProgress } from './progress.js';
import { discoverProject, readManifests, readProjectText } from './project-files.js';
import { findProjectRoot } from './project-root.js';

/** Largest file that is analysed when the configuration does not say, in bytes. */
const defaultMaxFileSize = 5 * 1024 * 1024;
/** Largest file that speaks about the project, in bytes. */
const maxProjectFileSize = 1024 * 1024;

/**
 * The folder of the project.
 *
 * @param path as written; the project around the current folder when absent
 * @throws CliError when it is no folder
 */
export function findProjectFolder(path: string | undefined, { cwd }: Host): string {
  if (path === undefined) return findProjectRoot([cwd], cwd);
  const root = resolve(cwd, path);
  try {
    if (statSync(root).isDirectory()) return root;
  } catch (error) {
    throw new CliError(`cannot generate from ${JSON.stringify(path)}: ${describeFileError(error)}`);
  }
  throw new CliError(
    `cannot generate from ${JSON.stringify(path)}: it is a file; name the folder of the project`,
  );
}

/**
 * Reads and analyses a project as far as its documents need it.
 *
 * @param root absolute
 * @param wanted paths of the files that speak about the project as a whole
 * @param output absolute path of the document, which is not a part of what it is made from
 */
export async function collectProject(
  options: Pick<GenerateOptions, 'config' | 'isIgnoring' | 'isQuiet'>,
  host: Host,
  root: string,
  wanted: RegExp | undefined,
  output: string,
): Promise<Pick<ArtifactInput, 'inventory' | 'findings' | 'knowledge' | 'files'>> {
  const { configuration, knowledge } = loadProject(root, options.config, host.cwd, host.resources);
  const pacer = createPacer(host.isInterrupted);
  const { isIgnoring } = options;
  const { exclude } = configuration;
  const found = await discoverProject(root, findStarts([root], host.cwd), { isIgnoring, exclude }, pacer);
  const divided = divideModels(found, root);
  const files = divided.files.filter(({ absolute }) => absolute !== output);
  const manifests = readManifests(root, found.manifests);
  const project = createProjectIndex(manifests);
  const maxFileSize = configuration.maxFileSize ?? defaultMaxFileSize;
  const progress = createProgress(host.stderr, options.isQuiet);
  const engine = host.createEngine({ knowledge, grammars: createGrammarSource(host.resources) });
  try {
    const { parts, findings } = await collectOnThreads(
      files,
      {
        settings: { rules: configuration.rules, maxDocumentLength: maxFileSize },
        manifests,
        today: host.today,
        maxFileSize,
        teamRules: selectTeamRules(knowledge, host),
      },
      { engine, project, pacer, progress },
      host.script,
    );
    const inspected = configuration.inspectModels === false ? [] : divided.models;
    const models = await collectModels(inspected, knowledge, pacer);
    const inventory = createInventory([...parts, ...models.parts], project.all);
    return { inventory, findings, knowledge, files: readProjectFiles(root, found.paths, wanted) };
  } finally {
    progress.clear();
    engine.dispose();
  }
}

/** Rules that Fairlead does not have by itself. */
function selectTeamRules({ rules }: Knowledge, { resources }: Host): readonly Rule[] {
  const own = new Set(resources.readKnowledge().rules.map(({ id }) => id));
  return rules.filter(({ id }) => !own.has(id));
}

function readProjectFiles(
  root: string,
  paths: readonly string[],
  wanted: RegExp | undefined,
): readonly ArtifactFile[] {
  if (wanted === undefined) return [];
  return paths
    .filter((path) => wanted.test(path))
    .flatMap((path) => readProjectText(root, join(root, path), maxProjectFileSize));
}

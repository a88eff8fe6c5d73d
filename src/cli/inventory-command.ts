import {
  createInventory,
  createProjectIndex,
  formatInventoryJson,
  formatInventoryMarkdown,
  formatInventoryText,
} from '../core/index.js';
import { collectModels, divideModels } from './check-models.js';
import { silenceRules } from './collect-inventory.js';
import { loadProject } from './configuration.js';
import { findStarts } from './discover-files.js';
import { createGrammarSource } from './grammars.js';
import type { Host } from './host.js';
import type { InventoryOptions } from './inventory-command-options.js';
import { collectOnThreads } from './inventory-threads.js';
import { createPacer } from './pacer.js';
import { createProgress } from './progress.js';
import { discoverProject, readManifests } from './project-files.js';
import { findProjectRoot } from './project-root.js';
import { writeReport } from './write-report.js';

/** Largest file that is analysed when the configuration does not say, in bytes. */
const defaultMaxFileSize = 5 * 1024 * 1024;

const formatters = {
  text: formatInventoryText,
  json: formatInventoryJson,
  markdown: formatInventoryMarkdown,
};

/**
 * Reports what the files of a project state.
 *
 * @returns the exit code, 0
 * @throws CliError when it could not run
 */
export async function runInventory(options: InventoryOptions, host: Host): Promise<number> {
  const paths = options.paths.length === 0 ? ['.'] : options.paths;
  const starts = findStarts(paths, host.cwd);
  const root = findProjectRoot(
    starts.map(({ absolute }) => absolute),
    host.cwd,
  );
  const { configuration, knowledge } = loadProject(root, options.config, host.cwd, host.resources);
  const pacer = createPacer(host.isInterrupted);
  const { isIgnoring } = options;
  const { exclude } = configuration;
  const found = await discoverProject(root, starts, { isIgnoring, exclude }, pacer);
  const progress = createProgress(host.stderr, options.isQuiet);
  const engine = host.createEngine({ knowledge, grammars: createGrammarSource(host.resources) });
  const maxFileSize = configuration.maxFileSize ?? defaultMaxFileSize;
  const manifests = readManifests(root, found.manifests);
  const project = createProjectIndex(manifests);
  try {
    const { files, models } = divideModels(found, root);
    const inspected = configuration.inspectModels === false ? [] : models;
    const { parts: modelParts, notices: modelNotices } = await collectModels(inspected, knowledge, pacer);
    const { parts, notices } = await collectOnThreads(
      files,
      {
        settings: silenceRules(engine, maxFileSize),
        manifests,
        today: host.today,
        maxFileSize,
        teamRules: [],
      },
      { engine, project, pacer, progress },
      host.script,
    );
    progress.clear();
    const inventory = createInventory([...parts, ...modelParts], project.all);
    const report = formatters[options.format](inventory, [...found.notices, ...modelNotices, ...notices]);
    await writeReport(report, options.output, host);
    return 0;
  } finally {
    progress.clear();
    engine.dispose();
  }
}

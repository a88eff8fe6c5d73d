import { readFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCheck } from '../../src/cli/check-command.js';
import type { Host } from '../../src/cli/host.js';
import type { Output } from '../../src/cli/terminal.js';
import { type Analysis, createEngine, type Engine, type Knowledge } from '../../src/core/index.js';
import { formatNumber, formatTable } from './markdown-table.js';

/** Stages by the source file, below out/src, in whose code (or in something called from it) the time goes. */
const STAGES: readonly { readonly stage: string; readonly files: RegExp }[] = [
  {
    stage: 'find and read files',
    files: /^cli\/(?:discover-files|ignore-rules|read-source|project-root)/,
  },
  { stage: 'decode', files: /^cli\/decode-text/ },
  {
    stage: 'needles',
    files: /^core\/(?:rules\/(?:need|rule-filter|compile-need)|syntax\/python\/imported-packages)/,
  },
  { stage: 'text rules', files: /^core\/rules\/find-texts/ },
  { stage: 'open document', files: /^core\/source\// },
  { stage: 'split', files: /^core\/syntax\/python\/split-/ },
  { stage: 'words', files: /^core\/(?:syntax\/word|rules\/candidates)/ },
  { stage: 'parse', files: /^core\/syntax\/(?:module-syntax|parsed-text|condensed-text)/ },
  { stage: 'copy the tree', files: /^core\/syntax\/(?:raw-tree|tree-layout)/ },
  { stage: 'lower', files: /^core\/syntax\// },
  { stage: 'match and judge', files: /^core\/(?:rules|semantics)\// },
  { stage: 'suppress and fingerprint', files: /^core\/(?:findings|engine\/suppress-findings)/ },
  { stage: 'drive', files: /^core\/engine|^cli\/(?:scan|pacer|progress)/ },
  { stage: 'report', files: /^core\/report\// },
];

/** Where the time of one check goes: a CPU profile of the unbundled program, told by stage, and the work it did. */
export async function benchStages(root: string, folder: string): Promise<string> {
  const analyses: Analysis[] = [];
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  const start = performance.now();
  await runCheck(
    {
      paths: [folder],
      format: 'json',
      isQuiet: true,
      failOn: 'never',
      baseline: { use: 'ignore' },
      fix: 'none',
      isTrimmed: true,
      isFollowingAll: false,
      isIgnoring: true,
    },
    createHost(root, (analysis) => analyses.push(analysis)),
  );
  const total = performance.now() - start;
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const stages = divideBy(profile, join(root, 'out', 'src'));
  const sum = [...stages.values()].reduce((all, part) => all + part, 0);
  const rows = [...stages]
    .sort(([, a], [, b]) => b - a)
    .map(([stage, time]) => [stage, formatNumber(time), `${formatNumber((100 * time) / sum)} %`]);
  return [
    `${formatNumber(total)} ms under the profiler, in one process and one thread.`,
    '',
    formatTable(['stage', 'ms', 'share'], rows),
    '',
    formatWork(analyses),
  ].join('\n');
}

function formatWork(analyses: readonly Analysis[]): string {
  const sum = (read: (analysis: Analysis) => number): number =>
    analyses.reduce((all, analysis) => all + read(analysis), 0);
  const megabytes = (value: number): string => formatNumber(value / 1024 / 1024);
  const rows = [
    ['documents', `${analyses.length}`],
    ['documents with something parsed', `${analyses.filter(({ work }) => work.parsedLength > 0).length}`],
    ['text, M code units', megabytes(sum(({ work }) => work.length))],
    ['parsed, M code units', megabytes(sum(({ work }) => work.parsedLength))],
    ['top-level statements parsed', `${sum(({ work }) => work.parsedBlocks)}`],
    ['calls looked at', `${sum(({ work }) => work.calls)}`],
    ['findings', `${sum(({ findings }) => findings.length)}`],
  ];
  return formatTable(['work', 'count'], rows);
}

function createHost(root: string, note: (analysis: Analysis) => void): Host {
  const asset = (name: string): string => join(root, 'dist', name);
  const sink: Output = {
    write(_, done) {
      done();
      return true;
    },
  };
  return {
    cwd: root,
    environment: {},
    stdout: sink,
    stderr: sink,
    stdin: (async function* () {})(),
    resources: {
      readVersion: () => '0',
      loadRegexJudge: () => () => undefined,
      readKnowledge: () => JSON.parse(readFileSync(asset('knowledge.json'), 'utf8')) as Knowledge,
      readAsset: async (name) => readFileSync(asset(name)),
    },
    today: '2026-01-01',
    isInterrupted: () => false,
    createEngine: (options) => listen(createEngine(options), note),
  };
}

function listen(engine: Engine, note: (analysis: Analysis) => void): Engine {
  return {
    knowledge: engine.knowledge,
    async analyse(input, context) {
      const analysis = await engine.analyse(input, context);
      note(analysis);
      return analysis;
    },
    outline: (input) => engine.outline(input),
    completeOutlines: (outlines, port) => engine.completeOutlines(outlines, port),
    planModules: (outlines, port, isUnbounded) => engine.planModules(outlines, port, isUnbounded),
    planInSteps: (outlines, port) => engine.planInSteps(outlines, port),
    openSession: () => engine.openSession(),
    withRules: (rules) => listen(engine.withRules(rules), note),
    dispose: () => engine.dispose(),
  };
}

/** Milliseconds per stage. What builtins, the parser and the collector use counts for the code that called them. */
function divideBy(profile: Profiler.Profile, source: string): ReadonlyMap<string, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id);
  const stageOf = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const frame = nodes.get(at)?.callFrame;
      if (frame?.functionName === '(garbage collector)') return 'garbage collector';
      if (frame?.functionName === '(idle)' || frame?.functionName === '(program)')
        return 'waiting and system';
      if (frame?.url.startsWith('file:') !== true) continue;
      const path = fileURLToPath(frame.url).replaceAll('\\', '/');
      const root = source.replaceAll('\\', '/');
      if (!path.startsWith(`${root}/`)) continue;
      const found = STAGES.find(({ files }) => files.test(path.slice(root.length + 1)));
      if (found !== undefined) return found.stage;
    }
    return 'other';
  };
  const stages = new Map<string, number>();
  const known = new Map<number, string>();
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const stage = known.get(id) ?? stageOf(id);
    known.set(id, stage);
    stages.set(stage, (stages.get(stage) ?? 0) + (profile.timeDeltas?.[index] ?? 0) / 1000);
  }
  return stages;
}

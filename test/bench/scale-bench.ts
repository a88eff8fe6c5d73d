import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knowledge } from '../../src/core/api.js';
import { createContext, createTestEngine } from '../support/engine.js';
import { generateTrainingModule } from './generate-module.js';
import { formatNumber, formatTable } from './markdown-table.js';
import { readOutput, runTimed } from './run-process.js';
import { drawChart, fitExponent, type ScaleSeries } from './scale-chart.js';

const FILES = [100, 1_000, 10_000, 50_000];
const LINES = [10, 100, 1_000, 10_000, 50_000];
const RULES = [10, 30, 100, 300, 1_000];
/** Lines of each of many files, and of the module that is tried with more and more rules. */
const FILE_LINES = 40;
const RULE_LINES = 2_000;
const FOLDER_SIZE = 500;

/** Cost against size in processor seconds; with `charts`, drawn into that folder. */
export async function benchScale(root: string, knowledge: Knowledge, charts?: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-scale-'));
  try {
    const cli = join(root, 'dist', 'cli.cjs');
    const series = [
      { name: 'files', ...measureFiles(folder, knowledge, cli) },
      { name: 'lines', ...measureLines(folder, knowledge, cli) },
      { name: 'rules', ...(await measureRules(knowledge)) },
    ];
    if (charts !== undefined) {
      mkdirSync(charts, { recursive: true });
      for (const one of series) writeFileSync(join(charts, `${one.name}.svg`), drawChart(one));
    }
    return series.map(formatSeries).join('\n\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured extends ScaleSeries {
  /** Peak memory in MB by size; empty where it was not measured. */
  readonly memory: readonly number[];
}

function measureFiles(folder: string, knowledge: Knowledge, cli: string): Measured {
  const text = generateTrainingModule(knowledge, FILE_LINES);
  const runs = FILES.map((size) => {
    const place = join(folder, `files-${size}`);
    for (let index = 0; index < size; index += 1) {
      const inner = join(place, `part${Math.floor(index / FOLDER_SIZE)}`);
      if (index % FOLDER_SIZE === 0) mkdirSync(inner, { recursive: true });
      writeFileSync(join(inner, `module${index}.py`), `${text}\nNUMBER = ${index}\n`);
    }
    const run = check(cli, place);
    rmSync(place, { recursive: true });
    return { size, ...run };
  });
  return toSeries(`Files of ${FILE_LINES} lines`, 'files', runs);
}

function measureLines(folder: string, knowledge: Knowledge, cli: string): Measured {
  const runs = LINES.map((size) => {
    const place = join(folder, `lines-${size}`);
    mkdirSync(place);
    writeFileSync(join(place, 'train.py'), generateTrainingModule(knowledge, size));
    return { size, ...check(cli, place) };
  });
  return toSeries('One file', 'lines', runs);
}

/** The rules there are, again under other names where there are too few. */
async function measureRules(knowledge: Knowledge): Promise<Measured> {
  const text = generateTrainingModule(knowledge, RULE_LINES);
  const own = knowledge.rules.filter(({ languages }) => languages.includes('python'));
  const runs: Run[] = [];
  for (const size of RULES) {
    const rules = Array.from({ length: size }, (_, index) => {
      const rule = own[index % own.length];
      if (rule === undefined) throw new Error('There are no rules on Python.');
      return index < own.length ? rule : { ...rule, id: `${rule.id}-${index}` };
    });
    const engine = createTestEngine({ ...knowledge, rules });
    const analyse = () => engine.analyse({ kind: 'text', path: 'train.py', text }, createContext('train.py'));
    await analyse();
    const before = process.cpuUsage();
    await analyse();
    const { user, system } = process.cpuUsage(before);
    engine.dispose();
    runs.push({ size, seconds: (user + system) / 1e6, memory: Number.NaN });
  }
  return toSeries(`One file of ${RULE_LINES} lines, opened again`, 'rules', runs);
}

interface Run {
  readonly size: number;
  readonly seconds: number;
  readonly memory: number;
}

function check(cli: string, folder: string): Omit<Run, 'size'> {
  const command = [process.execPath, cli, 'check', folder, '--quiet', '--fail-on', 'never'];
  const { user, system, code, complaint } = runTimed(command);
  if (code !== 0) throw new Error(`The check of ${folder} failed: ${complaint}`);
  return { seconds: user + system, memory: measureMemory(command) };
}

/** Peak memory in MB by GNU time; NaN where that is not installed. */
function measureMemory(command: readonly string[]): number {
  const script = '/usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1';
  const size = Number(readOutput(['sh', '-c', script, 'sh', ...command]) ?? Number.NaN);
  return size === 0 ? Number.NaN : size / 1024;
}

function toSeries(title: string, unit: string, runs: readonly Run[]): Measured {
  const points = runs.map(({ size, seconds }) => ({ size, seconds }));
  return { title, unit, points, memory: runs.map(({ memory }) => memory) };
}

function formatSeries(series: Measured): string {
  const rows = series.points.map(({ size, seconds }, index) => [
    `${size}`,
    formatNumber(seconds),
    formatNumber((seconds / size) * 1000),
    formatNumber(series.memory[index] ?? Number.NaN),
  ]);
  const head = [series.unit, 'processor s', 's per 1,000', 'peak MB'];
  return `${series.title}: exponent ${fitExponent(series).toFixed(2)}.\n\n${formatTable(head, rows)}`;
}

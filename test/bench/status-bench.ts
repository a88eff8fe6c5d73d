import { assessProject, type ProjectInput } from '../../src/core/guidelines/assess-project.js';
import { EvidenceCache } from '../../src/core/guidelines/evidence-cache.js';
import type { Finding, Knowledge } from '../../src/core/index.js';
import { formatNumber, formatTable } from './markdown-table.js';
import { median, quantile } from './statistics.js';

/** What the editor may take for one frame, in milliseconds. */
const FRAME = 16;

/**
 * Judges a project with many open findings again and again, as the sidebar does while somebody types: each round one
 * finding goes or comes back. Times are of the judgement alone.
 */
export function benchStatus(knowledge: Knowledge, rounds: number): string {
  const rows = [100, 2_000, 20_000].map((count) => measure(knowledge, count, rounds));
  const head = [
    'findings',
    'files',
    'first ms',
    'again p50 ms',
    'again p95 ms',
    `p95 / frame of ${FRAME} ms`,
  ];
  return `${rounds} rounds, one finding more or less in each.\n\n${formatTable(head, rows)}`;
}

function measure(knowledge: Knowledge, count: number, rounds: number): string[] {
  const fileCount = Math.max(10, Math.floor(count / 4));
  const paths = Array.from(
    { length: fileCount },
    (_, index) => `src/package_${index % 40}/module_${index}.py`,
  );
  const findings = Array.from({ length: count }, (_, index) => createFinding(knowledge, paths, index));
  const base: Omit<ProjectInput, 'findings'> = {
    frameworks: knowledge.frameworks,
    evidence: knowledge.evidence,
    paths,
    texts: [],
    landmarks: [],
    notices: [],
    project: { packages: {} },
    rulesOff: [],
    attestations: [],
    today: '2026-11-23',
    cache: new EvidenceCache(),
  };
  const time = (current: readonly Finding[]): number => {
    const start = performance.now();
    assessProject({ ...base, findings: current });
    return performance.now() - start;
  };
  const first = time(findings);
  const again = Array.from({ length: rounds }, (_, round) =>
    time(round % 2 === 0 ? findings.slice(1) : findings),
  );
  const p95 = quantile(again, 0.95);
  return [
    String(count),
    String(fileCount),
    formatNumber(first),
    formatNumber(median(again)),
    formatNumber(p95),
    formatNumber(p95 / FRAME),
  ];
}

function createFinding(knowledge: Knowledge, paths: readonly string[], index: number): Finding {
  const rule = knowledge.rules[index % knowledge.rules.length];
  const path = paths[index % paths.length];
  if (rule === undefined || path === undefined) throw new Error('There are no rules to make findings of.');
  const start = { line: index % 900, character: 4 };
  return {
    ruleId: rule.id,
    level: rule.level,
    confidence: rule.confidence,
    message: rule.message,
    location: { path, range: { start, end: { line: start.line, character: 20 } } },
    related: [],
    isFlow: false,
    fixes: [],
    guidelines: rule.guidelines,
    fingerprint: index.toString(16).padStart(16, '0'),
    symbol: '',
  };
}

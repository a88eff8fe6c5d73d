import { type Finding, makePrintable } from '../../core/index.js';
import { runSteps, type Steps } from '../steps.js';
import type { FiledFinding, FindingTarget, TreeNode } from './tree-model.js';

/** So many rows are made in far less time than a frame lasts. */
const rowsPerStep = 50;
/** The editor takes in all rows below one in a single turn, at about 20 microseconds each: more of them are put into groups. */
const maxRows = 400;
const rowsPerGroup = 200;

/** Where a finding is, for opening it. */
export function targetOf({ file, finding }: FiledFinding): FindingTarget {
  const { range, cell } = finding.location;
  return cell === undefined ? { file, range } : { file, range, cell };
}

/**
 * A finding's place for people, on one line whatever a file is called: `src/train.py:12`, or `notebook.ipynb:cell 3:4`, lines and
 * cells from 1; or `model.pt, byte 17`, bytes from 0.
 */
export function describePlace({ fileLabel: name, finding }: FiledFinding): string {
  // A mark that turns the direction of writing would turn what follows the name as well.
  const fileLabel = makePrintable(name);
  const { range, cell } = finding.location;
  if (finding.binary !== undefined) return describeBytes(fileLabel, finding.binary.offset);
  const line = range.start.line + 1;
  return cell === undefined ? `${fileLabel}:${line}` : `${fileLabel}:cell ${cell + 1}:${line}`;
}

function describeBytes(fileLabel: string, offset: number | undefined): string {
  return offset === undefined ? fileLabel : `${fileLabel}, byte ${offset}`;
}

/** A finding and which one it is among equal ones of its file. */
export interface CountedFinding extends FiledFinding {
  readonly occurrence: number;
}

/** Tells equal findings of a file apart by their order. */
export function countOccurrences(findings: readonly FiledFinding[]): readonly CountedFinding[] {
  const seen = new Map<string, number>();
  return findings.map((filed) => {
    const key = `${filed.finding.fingerprint} ${filed.file}`;
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    return { ...filed, occurrence };
  });
}

/** Keeps rows of findings: most findings are the same objects from one tree to the next. */
export class FindingNodes {
  readonly #known = new WeakMap<
    Finding,
    Map<string, { readonly node: TreeNode; readonly occurrence: number }>
  >();

  /** The rows of findings below a row, in the order given. */
  *create(parentId: string, findings: readonly CountedFinding[]): Steps<readonly TreeNode[]> {
    const rows: TreeNode[] = [];
    for (const filed of findings) {
      rows.push(this.#take(parentId, filed));
      if (rows.length % rowsPerStep === 0) yield;
    }
    return rows.length > maxRows ? groupRows(parentId, rows) : rows;
  }

  #take(parentId: string, filed: CountedFinding): TreeNode {
    const { file, finding, occurrence } = filed;
    let byParent = this.#known.get(finding);
    if (byParent === undefined) {
      byParent = new Map();
      this.#known.set(finding, byParent);
    }
    const known = byParent.get(parentId);
    if (known?.occurrence === occurrence) return known.node;
    const node = createFindingNode(`${parentId}/${file}/${finding.fingerprint}/${occurrence}`, filed);
    byParent.set(parentId, { node, occurrence });
    return node;
  }
}

/** Rows that each hold a stretch of the findings, in their order. */
function groupRows(parentId: string, rows: readonly TreeNode[]): readonly TreeNode[] {
  return Array.from({ length: Math.ceil(rows.length / rowsPerGroup) }, (_, index) => {
    const start = index * rowsPerGroup;
    const children = rows.slice(start, start + rowsPerGroup);
    const label = `Findings ${start + 1} to ${start + children.length}`;
    const description = `${children[0]?.label} to ${children.at(-1)?.label}`;
    return {
      id: `${parentId}/findings/${start}`,
      kind: 'group',
      label,
      description,
      accessibleLabel: `${label}, ${description}`,
      tooltip: `${label} of ${rows.length}\n${description}`,
      children,
      count: children.length,
    };
  });
}

function createFindingNode(id: string, filed: FiledFinding): TreeNode {
  const { finding } = filed;
  const place = describePlace(filed);
  return {
    id,
    kind: 'finding',
    label: place.slice(place.lastIndexOf('/') + 1),
    description: makePrintable(finding.message),
    accessibleLabel: `${finding.level}, ${place}, ${finding.message}`,
    tooltip: `${place}\n${finding.message}\n${finding.ruleId}, ${finding.level}`,
    children: [],
    count: 1,
    target: targetOf(filed),
    level: finding.level,
  };
}

/** The row above findings in files that are in no folder of the workspace: no checklist is theirs. */
export function createOutsideNode(findings: readonly FiledFinding[]): TreeNode {
  const label = 'Outside the workspace';
  const active = countOccurrences(
    sortFindings(findings.filter(({ finding }) => finding.suppression === undefined)),
  );
  const children = runSteps(new FindingNodes().create('outside', active));
  const counted = active.length === 1 ? '1 finding' : `${active.length} findings`;
  return {
    id: 'outside',
    kind: 'outside',
    label,
    description: String(active.length),
    accessibleLabel: `${label}, ${counted}`,
    tooltip: 'Findings in open files that are in no folder of the workspace. They count for no checklist.',
    children,
    count: active.length,
  };
}

/** By file, cell, place and rule. */
export function sortFindings(findings: readonly FiledFinding[]): readonly FiledFinding[] {
  return [...findings].sort(
    (a, b) =>
      compare(a.fileLabel, b.fileLabel) ||
      (a.finding.location.cell ?? -1) - (b.finding.location.cell ?? -1) ||
      a.finding.location.range.start.line - b.finding.location.range.start.line ||
      a.finding.location.range.start.character - b.finding.location.range.start.character ||
      compare(a.finding.ruleId, b.finding.ruleId),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

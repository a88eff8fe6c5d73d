import type { Finding, Framework, Location } from '../../core/index.js';

/** A finding and the file it is in. */
export interface FiledFinding {
  /** URI of the file or notebook. */
  readonly file: string;
  /** What people call the file, such as `src/train.py`. */
  readonly fileLabel: string;
  readonly finding: Finding;
}

/** Where a click on a finding goes. Plain JSON. */
export interface FindingTarget {
  /** URI of the file or notebook. */
  readonly file: string;
  readonly range: Location['range'];
  /** Index of the cell in a notebook. */
  readonly cell?: number;
}

/** One row of the tree. */
export interface TreeNode {
  /** Unique in the tree and stable between updates. */
  readonly id: string;
  readonly kind: 'framework' | 'section' | 'item' | 'finding';
  readonly label: string;
  /** Dimmed text after the label: the count of findings, or a finding's message. */
  readonly description: string;
  /** What a screen reader says. */
  readonly accessibleLabel: string;
  readonly tooltip: string;
  readonly children: readonly TreeNode[];
  /** Findings below, each counted once. */
  readonly count: number;
  /** Present on items. */
  readonly guidelineId?: string;
  /** Present on findings. */
  readonly target?: FindingTarget;
  /** Present on findings. */
  readonly level?: Finding['level'];
}

/** Builds the tree: frameworks, their sections, their items, and under each item its findings. */
export function buildTree(
  frameworks: readonly Framework[],
  findings: readonly FiledFinding[],
): readonly TreeNode[] {
  const active = findings.filter(({ finding }) => finding.suppression === undefined);
  const byItem = new Map<string, FiledFinding[]>();
  for (const filed of sortFindings(active)) {
    for (const id of new Set(filed.finding.guidelines)) {
      const list = byItem.get(id);
      if (list) list.push(filed);
      else byItem.set(id, [filed]);
    }
  }
  return frameworks.map((framework) => {
    const sections = framework.sections.map((section) => {
      const items = section.items.map((item) => {
        const filed = byItem.get(item.id) ?? [];
        return createParent({
          id: item.id,
          kind: 'item',
          label: `${item.number} ${item.shortTitle}`,
          tooltip: item.titleIsExact ? item.title : item.shortTitle,
          children: createFindingNodes(item.id, filed),
          count: filed.length,
          guidelineId: item.id,
        });
      });
      const label = section.number === undefined ? section.title : `${section.number} ${section.title}`;
      const ids = new Set(section.items.map((item) => item.id));
      const count = countFor(active, ids);
      return createParent({
        id: section.id,
        kind: 'section',
        label,
        tooltip: section.title,
        children: items,
        count,
      });
    });
    const ids = new Set(framework.sections.flatMap((section) => section.items.map((item) => item.id)));
    return createParent({
      id: framework.id,
      kind: 'framework',
      label: framework.shortTitle,
      tooltip: framework.title,
      children: sections,
      count: countFor(active, ids),
    });
  });
}

/** How many findings are warnings or errors; suppressed ones do not count. */
export function countLoud(findings: readonly FiledFinding[]): number {
  return findings.filter(
    ({ finding }) =>
      finding.suppression === undefined && (finding.level === 'error' || finding.level === 'warning'),
  ).length;
}

/** Where a finding is, for opening it. */
export function targetOf({ file, finding }: FiledFinding): FindingTarget {
  const { range, cell } = finding.location;
  return cell === undefined ? { file, range } : { file, range, cell };
}

/** A finding's place for people: `src/train.py:12`, or `notebook.ipynb:cell 3:4`; lines and cells from 1. */
export function describePlace({ fileLabel, finding }: FiledFinding): string {
  const { range, cell } = finding.location;
  const line = range.start.line + 1;
  return cell === undefined ? `${fileLabel}:${line}` : `${fileLabel}:cell ${cell + 1}:${line}`;
}

type ParentNode = Omit<TreeNode, 'description' | 'accessibleLabel' | 'target' | 'level'>;

function createParent(node: ParentNode): TreeNode {
  const findings = node.count === 1 ? '1 finding' : `${node.count} findings`;
  return {
    ...node,
    description: node.count === 0 ? '' : String(node.count),
    accessibleLabel: `${node.label}, ${node.count === 0 ? 'no findings' : findings}`,
  };
}

function createFindingNodes(itemId: string, findings: readonly FiledFinding[]): readonly TreeNode[] {
  const seen = new Map<string, number>();
  return findings.map((filed) => {
    const { file, finding } = filed;
    const key = `${itemId}/${file}/${finding.fingerprint}`;
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    const place = describePlace(filed);
    return {
      id: `${key}/${occurrence}`,
      kind: 'finding',
      label: place.slice(place.lastIndexOf('/') + 1),
      description: finding.message,
      accessibleLabel: `${finding.level}, ${place}, ${finding.message}`,
      tooltip: `${place}\n${finding.message}\n${finding.ruleId}, ${finding.level}`,
      children: [],
      count: 1,
      target: targetOf(filed),
      level: finding.level,
    };
  });
}

function countFor(findings: readonly FiledFinding[], items: ReadonlySet<string>): number {
  return findings.filter(({ finding }) => finding.guidelines.some((id) => items.has(id))).length;
}

function sortFindings(findings: readonly FiledFinding[]): readonly FiledFinding[] {
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

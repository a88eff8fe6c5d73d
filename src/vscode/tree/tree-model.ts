import type {
  Finding,
  Framework,
  FrameworkStatus,
  Item,
  ItemStatus,
  Location,
  ProjectStatus,
  Section,
  SectionStatus,
  State,
} from '../../core/index.js';
import { runSteps, type Steps } from '../steps.js';
import { type CountedFinding, countOccurrences, FindingNodes, sortFindings } from './finding-nodes.js';
import { createQuestionNodes } from './question-nodes.js';
import { stateWords } from './state-words.js';
import { matchWords, type TreeFilter } from './tree-filter.js';

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

/** Which question or item of which folder a row is about. Plain JSON. */
export interface QuestionSubject {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly id: string;
}

/** One row of the tree. */
export interface TreeNode {
  /** Unique in the tree and stable between updates. */
  readonly id: string;
  readonly kind:
    | 'folder'
    | 'outside'
    | 'framework'
    | 'section'
    | 'item'
    | 'question'
    | 'place'
    | 'group'
    | 'finding';
  readonly label: string;
  /** Dimmed text after the label: progress, the count of findings, or a finding's message. */
  readonly description: string;
  /** What a screen reader says. */
  readonly accessibleLabel: string;
  readonly tooltip: string;
  readonly children: readonly TreeNode[];
  /** Findings below, each counted once. */
  readonly count: number;
  /** Present on items and questions. */
  readonly guidelineId?: string;
  /** How an item or question stands; absent on others, and before it is known. */
  readonly state?: State;
  /** Present on items of a folder, and on questions once their state is known. */
  readonly question?: QuestionSubject;
  /** Whether someone vouches for a question; present on questions once their state is known. */
  readonly isAttested?: boolean;
  /** Kind of the document that would answer a question; present on questions that are not settled. */
  readonly kindOfDocument?: string;
  /** Present on findings and places. */
  readonly target?: FindingTarget;
  /** Present on findings. */
  readonly level?: Finding['level'];
}

/** What the tree of one folder is built from besides frameworks and findings. */
export interface TreeOptions {
  /** URI of the workspace folder; absent without one. */
  readonly folder?: string;
  /** How the folder stands, with the filter applied; absent before it is known. */
  readonly status?: ProjectStatus;
  /** What is shown. */
  readonly filter?: TreeFilter;
  /** `YYYY-MM-DD`, for attestations that have run out. */
  readonly today?: string;
  /** Rows of findings from the last time; absent to make all of them. */
  readonly nodes?: FindingNodes;
  /** Kind of the document that would answer a question, by its id; absent for none. */
  readonly kindOfDocument?: (questionId: string) => string | undefined;
  /** Makes ids unique among several trees. */
  readonly prefix?: string;
}

/** Builds the tree: frameworks, their sections, their items, and under each item its questions and findings. */
export function buildTree(
  frameworks: readonly Framework[],
  findings: readonly FiledFinding[],
  options: TreeOptions = {},
): readonly TreeNode[] {
  return runSteps(buildTreeInSteps(frameworks, findings, options));
}

/** As {@link buildTree}, item by item. */
export function* buildTreeInSteps(
  frameworks: readonly Framework[],
  findings: readonly FiledFinding[],
  options: TreeOptions = {},
): Steps<readonly TreeNode[]> {
  const active = findings.filter(({ finding }) => finding.suppression === undefined);
  const prefix = options.prefix ?? '';
  const sorted = sortFindings(active);
  yield;
  const byItem = groupByItem(sorted);
  const counts = countByParent(active, frameworks);
  const known = indexStatus(options.status);
  const nodes = options.nodes ?? new FindingNodes();
  const isShown = (item: Item): boolean =>
    options.status ? known.items.has(item.id) : matchesFilter(item, options.filter);
  yield;
  const tree: TreeNode[] = [];
  for (const framework of frameworks) {
    const sections: TreeNode[] = [];
    for (const section of framework.sections) {
      const items: TreeNode[] = [];
      for (const item of section.items.filter(isShown)) {
        const filed = byItem.get(item.id) ?? [];
        items.push(yield* createItemNode(item, filed, known.items.get(item.id), nodes, options));
        yield;
      }
      if (items.length === 0) continue;
      const label = section.number === undefined ? section.title : `${section.number} ${section.title}`;
      const status = known.sections.get(section.id);
      sections.push(
        createParent({
          id: prefix + section.id,
          kind: 'section',
          label,
          tooltip: section.title,
          children: items,
          count: counts.get(section) ?? 0,
          ...(status ? { status } : {}),
        }),
      );
    }
    const status = known.frameworks.get(framework.id);
    tree.push(
      createParent({
        id: prefix + framework.id,
        kind: 'framework',
        label: framework.shortTitle,
        tooltip: framework.title,
        children: sections,
        count: counts.get(framework) ?? 0,
        ...(status ? { status } : {}),
      }),
    );
    yield;
  }
  return tree;
}

function* createItemNode(
  item: Item,
  filed: readonly CountedFinding[],
  status: ItemStatus | undefined,
  nodes: FindingNodes,
  options: TreeOptions,
): Steps<TreeNode> {
  const { folder, prefix = '' } = options;
  const id = prefix + item.id;
  return createParent({
    id,
    kind: 'item',
    label: `${item.number} ${item.shortTitle}`,
    tooltip: item.titleIsExact ? item.title : item.shortTitle,
    children: [...createQuestionNodes(item, status, options), ...(yield* nodes.create(id, filed))],
    count: filed.length,
    guidelineId: item.id,
    ...(folder === undefined ? {} : { question: { folder, id: item.id } }),
    ...(status ? { status } : {}),
  });
}

/** The row above the tree of one of several folders. */
export function createFolderNode(folder: string, label: string, children: readonly TreeNode[]): TreeNode {
  return {
    id: folder,
    kind: 'folder',
    label,
    description: '',
    accessibleLabel: label,
    tooltip: label,
    children,
    count: children.reduce((sum, { count }) => sum + count, 0),
  };
}

/** How many findings are warnings or errors; suppressed ones do not count. */
export function countLoud(findings: readonly Finding[]): number {
  return findings.filter(
    ({ suppression, level }) => suppression === undefined && (level === 'error' || level === 'warning'),
  ).length;
}

interface KnownStatus {
  readonly frameworks: ReadonlyMap<string, FrameworkStatus>;
  readonly sections: ReadonlyMap<string, SectionStatus>;
  readonly items: ReadonlyMap<string, ItemStatus>;
}

function indexStatus(status: ProjectStatus | undefined): KnownStatus {
  const frameworks = status?.frameworks ?? [];
  const sections = frameworks.flatMap((framework) => framework.sections);
  const byId = <T extends { readonly id: string }>(list: readonly T[]) =>
    new Map(list.map((entry): [string, T] => [entry.id, entry]));
  return {
    frameworks: byId(frameworks),
    sections: byId(sections),
    items: byId(sections.flatMap(({ items }) => items)),
  };
}

function groupByItem(sorted: readonly FiledFinding[]): ReadonlyMap<string, readonly CountedFinding[]> {
  const byItem = new Map<string, CountedFinding[]>();
  for (const filed of countOccurrences(sorted)) {
    for (const id of new Set(filed.finding.guidelines)) {
      const list = byItem.get(id);
      if (list) list.push(filed);
      else byItem.set(id, [filed]);
    }
  }
  return byItem;
}

function matchesFilter(item: Item, filter: TreeFilter = {}): boolean {
  const { role, stage, text } = filter;
  const questions = item.checklist.map(({ question }) => question);
  return (
    (role === undefined || item.roles.includes(role)) &&
    (stage === undefined || item.stages.includes(stage)) &&
    matchWords(text)([item.id, item.number, item.shortTitle, item.title, ...questions].join(' '))
  );
}

type ParentNode = Omit<TreeNode, 'description' | 'accessibleLabel' | 'target' | 'level' | 'state'> & {
  readonly status?: Pick<ItemStatus, 'progress'> & Partial<Pick<ItemStatus, 'state' | 'reason'>>;
};

function createParent({ status, ...node }: ParentNode): TreeNode {
  const findings = node.count === 1 ? '1 finding' : `${node.count} findings`;
  const counted = node.count === 0 ? 'no findings' : findings;
  if (!status) {
    return {
      ...node,
      description: node.count === 0 ? '' : String(node.count),
      accessibleLabel: `${node.label}, ${counted}`,
    };
  }
  const { progress, state, reason } = status;
  const share = `${progress.settled} of ${progress.applicable}`;
  const word = state === undefined ? [] : [stateWords[state]];
  return {
    ...node,
    description: [...word, ...(state === 'not-applicable' ? [] : [share])].join(', '),
    accessibleLabel: [node.label, ...word, `${share} settled`, ...(reason ? [reason] : []), counted].join(
      ', ',
    ),
    tooltip: [node.tooltip, ...word.map((each) => `${each}: ${reason ?? ''}`)].join('\n'),
    ...(state === undefined ? {} : { state }),
  };
}

/** How many findings there are below each section and framework, each counted once there. */
function countByParent(
  findings: readonly FiledFinding[],
  frameworks: readonly Framework[],
): ReadonlyMap<Section | Framework, number> {
  const parents = new Map<string, readonly (Section | Framework)[]>();
  for (const framework of frameworks) {
    for (const section of framework.sections) {
      for (const { id } of section.items) parents.set(id, [section, framework]);
    }
  }
  const counts = new Map<Section | Framework, number>();
  for (const { finding } of findings) {
    for (const parent of new Set(finding.guidelines.flatMap((id) => parents.get(id) ?? []))) {
      counts.set(parent, (counts.get(parent) ?? 0) + 1);
    }
  }
  return counts;
}

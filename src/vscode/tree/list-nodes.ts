import * as vscode from 'vscode';
import type { App } from '../app.js';
import type { Steps } from '../steps.js';
import { groupByFolder, listFindings } from './filed-findings.js';
import { createOutsideNode, type FindingNodes } from './finding-nodes.js';
import { searchStatus, type TreeFilter } from './tree-filter.js';
import { buildTreeInSteps, createFolderNode, type FiledFinding, type TreeNode } from './tree-model.js';

/**
 * The uppermost nodes of the tree as it is now, folder by folder where there are several.
 *
 * @param nodes the nodes of findings that are there already, taken over where nothing changed
 */
export function* listNodes(app: App, nodes: FindingNodes, filter: TreeFilter): Steps<readonly TreeNode[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const findings = listFindings(app.results.all);
  yield;
  const byFolder = groupByFolder(findings);
  yield;
  const build = (folder: vscode.WorkspaceFolder | undefined, own: readonly FiledFinding[], prefix: string) =>
    buildTree(app, nodes, filter, { folder, findings: own, prefix });
  const [only] = folders;
  if (only === undefined) return yield* build(undefined, findings, '');
  const outside = byFolder.get(undefined) ?? [];
  const others = outside.length === 0 ? [] : [createOutsideNode(outside)];
  const ownOf = (folder: vscode.WorkspaceFolder) => byFolder.get(folder.uri.toString()) ?? [];
  if (folders.length === 1) return [...(yield* build(only, ownOf(only), '')), ...others];
  const projects: TreeNode[] = [];
  for (const folder of folders) {
    const key = folder.uri.toString();
    projects.push(createFolderNode(key, folder.name, yield* build(folder, ownOf(folder), `${key}#`)));
  }
  return [...projects, ...others];
}

interface Project {
  /** Undefined without a workspace. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly findings: readonly FiledFinding[];
  /** Begins the ids of its nodes. */
  readonly prefix: string;
}

/** The nodes of one project; none before the knowledge is loaded. */
function* buildTree(
  app: App,
  nodes: FindingNodes,
  filter: TreeFilter,
  { folder, findings, prefix }: Project,
): Steps<readonly TreeNode[]> {
  const { loaded, statuses } = app;
  if (!loaded) return [];
  const status = statuses.find(folder);
  return yield* buildTreeInSteps(loaded.guidelines.knowledge.frameworks, findings, {
    prefix,
    nodes,
    filter,
    today: app.today(),
    kindOfDocument: (id) => loaded.wanted.get(id)?.kind,
    ...(folder ? { folder: folder.uri.toString() } : {}),
    ...(status ? { status: searchStatus(loaded.core.filterStatus(status, filter), filter.text) } : {}),
  });
}

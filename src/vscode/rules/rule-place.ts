import * as vscode from 'vscode';
import type { Rule, RuleFile, TeamRules } from '../../core/index.js';
import type { Analyst } from '../analyst/analyst.js';
import type { Core } from '../engine-loader.js';

/** Most folders that are read below a folder of rules. */
const maxFolders = 1_000;

/** A folder of rules that a `fairlead.yaml` names, as it was read. */
export interface RulePlace {
  /** As written there. */
  readonly name: string;
  /** Undefined where there is no such package. */
  readonly folder: vscode.Uri | undefined;
  /** The files that could be read; paths are URIs. */
  readonly files: readonly RuleFile[];
  readonly reading: TeamRules;
  /** Rules of the places before, against which these were checked too. */
  readonly before: readonly Rule[];
  /** Why nothing or not everything was read, for people. */
  readonly problem?: string;
}

/** What reading a place needs. */
export interface PlaceReader {
  readonly core: Core;
  readonly analyst: Pick<Analyst, 'readRules'>;
  /** Rules of the places before. */
  readonly before: readonly Rule[];
}

/** Reads the rules of a folder, or of a package that is installed beside the root or above. Nothing of it is run. */
export async function readRulePlace(name: string, root: vscode.Uri, reader: PlaceReader): Promise<RulePlace> {
  const { core, analyst, before } = reader;
  const folder = name.startsWith('npm:')
    ? await findPackage(name.slice(4), root)
    : vscode.Uri.joinPath(root, name);
  const empty = { name, folder, files: [], reading: { rules: [], problems: [] }, before };
  if (folder === undefined) return { ...empty, problem: core.describeMissingPackage(name) };
  try {
    const names = await listNames(folder, core);
    if (names.length === 0) return { ...empty, problem: core.describeNoRules(name) };
    if (names.length > core.MAX_RULE_FILES)
      return { ...empty, problem: core.describeManyRules(name, names.length) };
    const files: RuleFile[] = [];
    const unread: string[] = [];
    for (const each of names) {
      const uri = vscode.Uri.joinPath(folder, each);
      try {
        files.push({ path: uri.toString(), name: each, text: await readText(uri, core.MAX_RULE_SIZE) });
      } catch (error) {
        unread.push(`${each}: ${error instanceof Error ? error.message : error}`);
      }
    }
    const [first] = unread;
    return {
      ...{ name, folder, files, before },
      reading: await analyst.readRules(files, before),
      ...(first === undefined ? {} : { problem: `cannot read the rule ${first}` }),
    };
  } catch (error) {
    const why = error instanceof vscode.FileSystemError ? error.code : error;
    return { ...empty, problem: `cannot read the rules in ${name}: ${why}` };
  }
}

/** Names of the rule files below a folder, in order. Links to folders are not followed. */
async function listNames(folder: vscode.Uri, core: Core): Promise<readonly string[]> {
  const names: string[] = [];
  const pending = [''];
  for (let count = 0; count < maxFolders && names.length <= core.MAX_RULE_FILES; count += 1) {
    const parent = pending.pop();
    if (parent === undefined) break;
    for (const [name, type] of await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder, parent))) {
      const path = parent === '' ? name : `${parent}/${name}`;
      const isLink = (type & vscode.FileType.SymbolicLink) !== 0;
      if ((type & vscode.FileType.Directory) !== 0) {
        if (!isLink && name !== 'node_modules') pending.push(path);
      } else if (core.isRuleFileName(path)) names.push(path);
    }
  }
  return names.sort();
}

/** Throws, saying why for people, when the file is too large or no text. */
async function readText(uri: vscode.Uri, maxSize: number): Promise<string> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > maxSize) throw new Error(`it has ${size} bytes, more than ${maxSize}`);
  return new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(uri));
}

/** The folder of rules of a package, looked for as Node does. */
async function findPackage(name: string, root: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (let folder = root; ; folder = vscode.Uri.joinPath(folder, '..')) {
    const rules = vscode.Uri.joinPath(folder, 'node_modules', name, 'rules');
    const stat = await vscode.workspace.fs.stat(rules).then(
      (found) => found,
      () => undefined,
    );
    if (stat !== undefined && (stat.type & vscode.FileType.Directory) !== 0) return rules;
    if (folder.path === vscode.Uri.joinPath(folder, '..').path) return undefined;
  }
}

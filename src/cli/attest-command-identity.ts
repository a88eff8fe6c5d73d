import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { findRepositoryRoot } from './project-root.js';
import type { Environment } from './terminal.js';

/** Largest configuration of Git that is read, in bytes. */
const maxSize = 1024 * 1024;
const maxIncludes = 10;

/**
 * Who works here, as Git would say: from GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL, then the repository's configuration, then
 * the user's. The files are read; Git is not started.
 *
 * @param folder absolute path of the project
 * @returns `Name <address>`, or the one of both that is set; undefined when neither is
 */
export function readGitIdentity(folder: string, environment: Environment): string | undefined {
  const settings = new Map<string, string>();
  for (const file of listConfigurations(folder, environment))
    readConfiguration(file, settings, environment, 0);
  const name = environment['GIT_AUTHOR_NAME'] || settings.get('name');
  const email = environment['GIT_AUTHOR_EMAIL'] || settings.get('email');
  if (name === undefined || name === '') return email === '' ? undefined : email;
  return email === undefined || email === '' ? name : `${name} <${email}>`;
}

/** Configurations from the one that counts least. */
function listConfigurations(folder: string, environment: Environment): readonly string[] {
  const home = environment['HOME'] || environment['USERPROFILE'];
  const xdg = environment['XDG_CONFIG_HOME'] || (home === undefined ? undefined : join(home, '.config'));
  const root = findRepositoryRoot(folder);
  const repository = root === undefined ? undefined : findGitFolder(join(root, '.git'));
  return [
    ...(xdg === undefined ? [] : [join(xdg, 'git', 'config')]),
    ...(home === undefined ? [] : [join(home, '.gitconfig')]),
    ...(repository === undefined ? [] : [join(repository, 'config')]),
  ];
}

/** The folder with the configuration; a linked work tree has a file that leads there. */
function findGitFolder(path: string): string {
  const link = /^gitdir:\s*(.+)$/m.exec(readText(path) ?? '')?.[1]?.trim();
  if (link === undefined) return path;
  const folder = resolve(dirname(path), link);
  const common = readText(join(folder, 'commondir'))?.trim();
  return common === undefined ? folder : resolve(folder, common);
}

function readConfiguration(
  file: string,
  settings: Map<string, string>,
  environment: Environment,
  depth: number,
): void {
  const text = readText(file);
  if (text === undefined || depth > maxIncludes) return;
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*\[\s*([\w.-]+)\s*(?:"[^"]*")?\s*\]/.exec(line);
    if (heading !== null) section = (heading[1] ?? '').toLowerCase() + (/"/.test(line) ? ' part' : '');
    const setting = /^\s*(?:\[[^\]]*\]\s*)?([A-Za-z][\w-]*)\s*=\s*(.*)$/.exec(line);
    if (setting === null) continue;
    const key = (setting[1] ?? '').toLowerCase();
    const value = readValue(setting[2] ?? '');
    if (section === 'user' && (key === 'name' || key === 'email')) settings.set(key, value);
    if (section === 'include' && key === 'path') {
      readConfiguration(resolveInclude(value, file, environment), settings, environment, depth + 1);
    }
  }
}

/** A value without its comment and quotes. */
function readValue(written: string): string {
  const parts = written.match(/"(?:\\.|[^"\\])*"|[^#;"]+|[#;].*$/g) ?? [];
  const kept: string[] = [];
  for (const part of parts) {
    if (/^[#;]/.test(part)) break;
    kept.push(part.startsWith('"') ? part.slice(1, -1).replace(/\\(.)/g, '$1') : part);
  }
  return kept.join('').trim();
}

function resolveInclude(path: string, file: string, environment: Environment): string {
  const home = environment['HOME'] || environment['USERPROFILE'] || '';
  if (path.startsWith('~/')) return join(home, path.slice(2));
  return isAbsolute(path) ? path : resolve(dirname(file), path);
}

function readText(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= maxSize ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

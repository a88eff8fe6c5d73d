import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readOutput } from './run-process.js';

/** A tool to compare with. */
export interface Peer {
  readonly name: string;
  /** Version as the tool says it; undefined when it is not installed. */
  readonly version: string | undefined;
  /** What is run. */
  command(folder: string): readonly string[];
  /** Exit codes of a run that worked. */
  readonly okCodes: readonly number[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The tools, from a virtual environment below `cache`, which pip makes and fills when it is not there.
 *
 * @param semgrepRules a file or folder of rules for Semgrep in place of our few
 */
export function findPeers(cache: string, root: string, semgrepRules?: string): readonly Peer[] {
  const bin = join(cache, 'peers', process.platform === 'win32' ? 'Scripts' : 'bin');
  installMissing(cache, bin);
  const tool = (name: string): string => join(bin, name);
  const rules = semgrepRules ?? join(root, 'test', 'bench', 'semgrep-rules.yaml');
  const none = {};
  return [
    {
      name: 'ruff check --select S --no-cache',
      version: versionOf(tool('ruff')),
      command: (folder) => [tool('ruff'), 'check', '--select', 'S', '--no-cache', '--isolated', '-q', folder],
      okCodes: [0, 1],
      environment: none,
    },
    {
      name: 'bandit -r -q',
      version: versionOf(tool('bandit')),
      command: (folder) => [tool('bandit'), '-r', '-q', folder],
      okCodes: [0, 1],
      environment: none,
    },
    {
      name: `semgrep scan, ${semgrepRules === undefined ? 'our 8 patterns' : `rules of ${semgrepRules}`}`,
      version: versionOf(tool('semgrep')),
      command: (folder) => [
        tool('semgrep'),
        'scan',
        '--config',
        rules,
        '--metrics=off',
        '--disable-version-check',
        '--no-git-ignore',
        '--quiet',
        folder,
      ],
      okCodes: [0, 1],
      environment: {
        SEMGREP_SEND_METRICS: 'off',
        SEMGREP_SETTINGS_FILE: join(cache, 'semgrep-settings.yml'),
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      },
    },
  ];
}

/** A folder with a large public package, downloaded into the cache unless it is there; undefined without pip. */
export function fetchPackage(cache: string, name: string): string | undefined {
  const folder = join(cache, 'packages', name);
  if (existsSync(folder)) return folder;
  const wheels = join(cache, 'wheels');
  mkdirSync(wheels, { recursive: true });
  const python = findPython();
  if (python === undefined) return undefined;
  const unpacked = `${folder}.partial`;
  rmSync(unpacked, { recursive: true, force: true });
  const pip = [
    python,
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-deps',
    '--no-compile',
    '--only-binary',
    ':all:',
  ];
  if (readOutput([...pip, '--target', unpacked, name]) === undefined) return undefined;
  if (readOutput(['mv', unpacked, folder]) === undefined) return undefined;
  return folder;
}

function installMissing(cache: string, bin: string): void {
  if (['ruff', 'bandit', 'semgrep'].every((name) => existsSync(join(bin, name)))) return;
  const python = findPython();
  if (python === undefined) return;
  mkdirSync(cache, { recursive: true });
  if (!existsSync(bin)) readOutput([python, '-m', 'venv', resolve(bin, '..')]);
  // One by one, so that one that cannot be had does not take the others with it.
  for (const name of ['ruff', 'bandit', 'semgrep']) {
    if (!existsSync(join(bin, name))) readOutput([join(bin, 'pip'), 'install', '--quiet', name]);
  }
}

function findPython(): string | undefined {
  return ['python3', 'python'].find((name) => readOutput([name, '--version']) !== undefined);
}

function versionOf(program: string): string | undefined {
  if (!existsSync(program)) return undefined;
  return readOutput([program, '--version'])
    ?.split('\n')[0]
    ?.replace(/^[a-z]+ /, '');
}

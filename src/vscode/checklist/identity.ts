import * as vscode from 'vscode';
import type { Platform } from '../platform/platform.js';
import { formatGitUser, type GitUser, readGitUser } from './git-settings.js';

const stateKey = 'identity';
const maxBytes = 1_000_000;

/** Who vouches: as Git names the user, else as the user said once. */
export class Identity {
  readonly #platform: Platform;
  readonly #memory: vscode.Memento;

  /** @param memory keeps the answer of the user between sessions */
  constructor(platform: Platform, memory: vscode.Memento) {
    this.#platform = platform;
    this.#memory = memory;
  }

  /** `Name <address>`; undefined when the user was asked and gave no answer. */
  async find(folder: vscode.Uri): Promise<string | undefined> {
    const known = formatGitUser(await this.#readUsers(folder)) ?? this.#memory.get<string>(stateKey);
    if (known !== undefined) return known;
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t('Who Vouches?'),
      prompt: vscode.l10n.t('Your name and address, as they shall stand in the file. You are asked once.'),
      placeHolder: 'Ada Lovelace <ada@example.org>',
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A name is needed.') : undefined),
    });
    if (answer === undefined || answer.trim() === '') return undefined;
    await this.#memory.update(stateKey, answer.trim());
    return answer.trim();
  }

  /** From the configuration that counts least. */
  async #readUsers(folder: vscode.Uri): Promise<readonly GitUser[]> {
    const { homeFolder } = this.#platform;
    const home = homeFolder === undefined ? undefined : vscode.Uri.file(homeFolder);
    const files = [
      ...(home
        ? [vscode.Uri.joinPath(home, '.config/git/config'), vscode.Uri.joinPath(home, '.gitconfig')]
        : []),
      vscode.Uri.joinPath(await findGitFolder(folder), 'config'),
    ];
    const texts = await Promise.all(files.map(readText));
    return texts.flatMap((text) => (text === undefined ? [] : [readGitUser(text)]));
  }
}

/** The folder with the configuration; a linked work tree has a file that leads there. */
async function findGitFolder(folder: vscode.Uri): Promise<vscode.Uri> {
  const git = vscode.Uri.joinPath(folder, '.git');
  const link = /^gitdir:\s*(.+)$/m.exec((await readText(git)) ?? '')?.[1]?.trim();
  if (link === undefined) return git;
  const tree = resolve(folder, link);
  const common = (await readText(vscode.Uri.joinPath(tree, 'commondir')))?.trim();
  return common === undefined ? tree : resolve(tree, common);
}

function resolve(base: vscode.Uri, path: string): vscode.Uri {
  const written = path.replaceAll('\\', '/');
  if (/^[a-z]:\//i.test(written)) return base.with({ path: `/${written}` });
  return written.startsWith('/') ? base.with({ path: written }) : vscode.Uri.joinPath(base, written);
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if (size > maxBytes || (type & vscode.FileType.File) === 0) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

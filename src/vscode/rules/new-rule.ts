import * as vscode from 'vscode';
import { configurationName } from '../analysis/workspace-projects.js';
import type { App } from '../app.js';
import { pickFolder } from '../documents/read-folder.js';
import { changeFile } from '../platform/change-text.js';
import { describeWriteError, writeFile } from '../platform/write-file.js';

/** Where rules of a team go when its configuration names no folder yet. */
const usualFolder = 'tools/fairlead-rules';

/** Asks what a rule is about, writes one to fill in into the folder of the team's rules, and shows it. */
export async function newRule(app: App): Promise<void> {
  const folder = await pickFolder(undefined);
  if (!folder) return;
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Trust this workspace first: rules of its own are not run before that.'),
    );
    return;
  }
  const { core } = await app.load();
  const { rules } = await app.projects.describe(folder);
  const place = rules.places.find(({ name }) => !name.startsWith('npm:'));
  const title = vscode.l10n.t('New Rule');
  const picks = core.AREA_NAMES.map((label) => ({ label, description: core.AREA_SUBJECTS[label] ?? '' }));
  const placeHolder = vscode.l10n.t('What the rule looks at');
  const area = (await vscode.window.showQuickPick(picks, { title, placeHolder }))?.label;
  if (area === undefined) return;
  const subject = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('What it finds, such as {0}', core.AREA_SUBJECTS[area] ?? ''),
    validateInput: (text) =>
      core.renderSkeleton({ id: 'a/b', area, subject: text }) === undefined
        ? vscode.l10n.t(
            'No rule on {0} can find this; write something like {1}.',
            area,
            core.AREA_SUBJECTS[area] ?? '',
          )
        : undefined,
  });
  if (subject === undefined) return;
  const id = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Its id: your team, a slash, and what goes wrong, such as acme/model-load'),
    validateInput: (text) =>
      !core.RULE_ID.test(text)
        ? vscode.l10n.t('Write small letters, digits and hyphens, with one slash: acme/model-load')
        : core.isDeviceName(text)
          ? vscode.l10n.t('Windows keeps this name for a device: no file can have it. Add a word.')
          : rules.guidelines.findRule(text) !== undefined
            ? vscode.l10n.t('There is a rule {0} already.', text)
            : undefined,
  });
  const text = id === undefined ? undefined : core.renderSkeleton({ id, area, subject });
  if (text === undefined) return;
  const root = place?.folder ?? vscode.Uri.joinPath(folder.uri, usualFolder);
  const uri = vscode.Uri.joinPath(root, `${id}.yaml`);
  try {
    await writeFile(app.platform, uri, text, 'absent');
    if (place === undefined) await nameFolder(app, folder);
  } catch (error) {
    const why = describeWriteError(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The rule could not be written: {0}', why));
    return;
  }
  await vscode.window.showTextDocument(uri, { preview: false });
}

/** Names the usual folder in the configuration: whoever reviews it sees why rules are run. */
async function nameFolder(app: App, folder: vscode.WorkspaceFolder): Promise<void> {
  const { core } = await app.load();
  const uri = vscode.Uri.joinPath(folder.uri, configurationName);
  await changeFile(app.platform, uri, (text) => core.addRuleFolder(text, usualFolder));
}

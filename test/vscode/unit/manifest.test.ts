import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { COMMANDS, INTERNAL_COMMANDS } from '../../../src/vscode/commands/command-table.js';
import { SETTINGS, SettingValues } from '../../../src/vscode/settings.js';

const root = resolve(import.meta.dirname, '../../../..');
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly description: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: unknown; readonly description: string };
  };
  readonly contributes: {
    readonly commands: readonly { command: string; category?: string; title: string }[];
    readonly menus: Readonly<Record<string, readonly { command: string; when?: string }[]>>;
    readonly views: Readonly<Record<string, readonly { id: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { id: string; icon: string }[] };
    readonly viewsWelcome: readonly { view: string; contents: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly keybindings: readonly { command: string; key: string; when: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { id: string; media: { svg: string }; completionEvents: readonly string[] }[];
    }[];
    readonly snippets: readonly { language: string; path: string }[];
  };
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly icon: string;
}

interface Setting {
  readonly default: unknown;
  readonly scope?: string;
  readonly order?: number;
  readonly markdownDescription?: string;
  readonly description?: string;
}

const manifest = read('src/vscode/manifest.json') as Manifest;
const texts = read('package.nls.json') as Record<string, string>;
const { contributes } = manifest;
const commandNames = contributes.commands.map(({ command }) => command);

describe('manifest: commands', () => {
  it('are the commands of the table', () => {
    assert.deepEqual([...commandNames].sort(), Object.keys(COMMANDS).sort());
  });

  it('have a category and a localised title', () => {
    for (const { command, category, title } of contributes.commands) {
      assert.equal(category, 'Fairlead', command);
      assert.match(title, /^%.+%$/, command);
    }
  });

  it('are hidden from the palette when they need arguments', () => {
    const hidden = (contributes.menus['commandPalette'] ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    assert.deepEqual([...hidden].sort(), [...INTERNAL_COMMANDS].sort());
  });

  it('are the only ones that menus and welcome texts name', () => {
    const named = Object.values(contributes.menus).flatMap((entries) =>
      entries.map(({ command }) => command),
    );
    const linked = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/\(command:(fairlead\.[\w.]+)/g)].map((match) => match[1] ?? ''),
    );
    for (const command of [...named, ...linked]) assert.ok(commandNames.includes(command), command);
  });

  it('are the only ones that the code names', () => {
    const known = new Set([
      ...commandNames,
      ...Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id)),
      'fairlead.fairlead',
      'fairlead.guideline',
      'fairlead.guidelines.focus',
      'fairlead.hasProposals',
      'fairlead.isChecking',
      'fairlead.isFiltered',
      'fairlead.modelFile',
      'fairlead.progress',
      'fairlead.status',
      'fairlead.yaml',
    ]);
    const folder = join(root, 'src/vscode');
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      for (const [, id] of readFileSync(join(folder, name), 'utf8').matchAll(/'(fairlead\.[\w.]+)'/g)) {
        assert.ok(known.has(id ?? ''), `${name} names ${id}`);
      }
    }
  });
});

describe('manifest: settings', () => {
  const { properties } = contributes.configuration;

  it('are the settings of the code, with the same defaults', () => {
    const declared = Object.entries(properties).map(([name, { default: value }]) => [name, value]);
    const used = Object.entries(SETTINGS).map(([name, value]) => [`fairlead.${name}`, value]);
    assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(used));
  });

  it('are all read, and no other', () => {
    const names = new Set<string>();
    const values = new SettingValues((name) => {
      names.add(name);
      return undefined;
    });
    const getters = Object.entries(Object.getOwnPropertyDescriptors(SettingValues.prototype));
    for (const [, { get }] of getters) get?.call(values);
    assert.deepEqual([...names].sort(), Object.keys(SETTINGS).sort());
  });

  it('have a Markdown description, a scope and an order of their own', () => {
    for (const [name, setting] of Object.entries(properties)) {
      assert.match(setting.markdownDescription ?? '', /^%.+%$/, name);
      assert.equal(setting.description, undefined, name);
      assert.ok(setting.scope === 'resource' || setting.scope === 'window', name);
    }
    const orders = Object.values(properties).map(({ order }) => order);
    assert.deepEqual(
      [...orders].sort((a, b) => Number(a) - Number(b)),
      orders.map((_, index) => index + 1),
    );
  });

  it('are restricted in untrusted workspaces when they could silence rules', () => {
    const { restrictedConfigurations, supported } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    for (const name of restrictedConfigurations) assert.ok(name in properties, name);
    for (const name of ['fairlead.enable', 'fairlead.rules', 'fairlead.inspectModels'])
      assert.ok(restrictedConfigurations.includes(name));
  });
});

describe('manifest: texts', () => {
  it('uses every localised text, and none that is missing', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  it('keeps to plain characters and ends setting descriptions with a period', () => {
    for (const [key, text] of Object.entries(texts)) {
      assert.match(text, /^[\x20-\x7e\n]+$/, key);
      if (/^setting\..*\.description$/.test(key)) assert.match(text, /^Controls .*\.$/s, key);
    }
  });

  it('gives reasons for trust and virtual workspaces', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    for (const { description } of [untrustedWorkspaces, virtualWorkspaces])
      assert.match(description, /^%.+%$/);
  });
});

describe('manifest: what it stays clear of', () => {
  it('activates for code and for documents that deploy it; views and commands bring their own events', () => {
    assert.deepEqual(
      manifest.activationEvents,
      [
        ...['python', 'javascript', 'javascriptreact', 'typescript', 'typescriptreact'],
        ...[
          'dockerfile',
          'dockercompose',
          'yaml',
          'helm',
          'github-actions-workflow',
          'json',
          'jsonc',
          'toml',
        ],
        ...['ini', 'properties', 'dotenv', 'pip-requirements', 'shellscript', 'markdown'],
      ].map((id) => `onLanguage:${id}`),
    );
  });

  it('contributes nothing that is still proposed', () => {
    const denied = [
      'chatContext',
      'chatOutputRenderers',
      'chatSessions',
      'continueEditSession',
      'css',
      'languageModelToolSets',
      'notebookPreload',
      'remoteCodingAgents',
      'remoteHelp',
      'statusBarItems',
    ];
    for (const point of denied) assert.ok(!(point in contributes), point);
    assert.ok(!('enabledApiProposals' in manifest));
    const gated =
      /^(editor\/content|mergeEditor|multiDiffEditor|diffEditor\/gutter|viewContainer\/title|file\/share|chat\/|agents\/)/;
    for (const menu of Object.keys(contributes.menus)) assert.doesNotMatch(menu, gated);
    for (const welcome of contributes.viewsWelcome)
      assert.ok(!('group' in welcome), 'viewsWelcome "group" is proposed');
  });

  it('takes keys in its own view only', () => {
    for (const { command, when } of contributes.keybindings) {
      assert.match(when, /^focusedView == fairlead\.guidelines && listFocus && !inputFocus$/, command);
      assert.ok(commandNames.includes(command), command);
    }
  });
});

describe('manifest: walkthrough', () => {
  it('ends each step with a command or view of ours', () => {
    const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    for (const { id, completionEvents } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      assert.ok(completionEvents.length > 0, id);
      for (const event of completionEvents) {
        const [kind, name = ''] = event.split(':');
        assert.ok((kind === 'onCommand' ? commandNames : views).includes(name), event);
      }
    }
  });
});

describe('manifest: files', () => {
  it('are there', () => {
    const paths = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...contributes.snippets.map(({ path }) => path),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ];
    for (const path of paths) assert.ok(existsSync(join(root, path)), path);
  });

  it('has an icon of 256 by 256 pixels', () => {
    const png = readFileSync(join(root, manifest.icon));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [256, 256]);
  });

  it('has snippets with prefix, description and body', () => {
    for (const { path } of contributes.snippets) {
      const snippets = Object.entries(read(path) as Record<string, Record<string, unknown>>);
      assert.ok(snippets.length > 0);
      for (const [name, { prefix, description, body }] of snippets) {
        assert.ok(Array.isArray(prefix) && Array.isArray(body) && typeof description === 'string', name);
      }
    }
  });

  it('stays within what the gallery accepts', () => {
    assert.ok(manifest.keywords.length <= 30);
    const allowed = ['AI', 'Machine Learning', 'Linters', 'Education', 'Notebooks', 'Data Science'];
    for (const category of manifest.categories) assert.ok(allowed.includes(category), category);
  });
});

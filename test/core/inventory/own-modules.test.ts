import assert from 'node:assert/strict';
import { indexOwnModules } from '../../../src/core/inventory/own-modules.js';

/** Files of a project, one of them, and the modules that its imports can mean. */
const TABLE: readonly (readonly [
  name: string,
  files: readonly string[],
  path: string,
  modules: readonly string[],
])[] = [
  ['files beside it', ['a.py', 'b.py', 'notes.md'], 'a.py', ['a', 'b']],
  ['folders with and without a package', ['x/__init__.py', 'y/z.py', 'a.py'], 'a.py', ['a', 'x', 'y']],
  ['the root, from a package', ['x/__init__.py', 'x/m.py', 'tools.py'], 'x/m.py', ['tools', 'x']],
  ['scripts in a folder', ['jobs/run.py', 'jobs/agents.py'], 'jobs/run.py', ['agents', 'jobs', 'run']],
  [
    'a script in a package, with a module beside it',
    ['app/__init__.py', 'app/main.py', 'app/agents.py'],
    'app/main.py',
    ['agents', 'app'],
  ],
  [
    'a package that is named like the library it wraps',
    ['app/__init__.py', 'app/anthropic/__init__.py', 'app/anthropic/client.py'],
    'app/anthropic/client.py',
    ['app'],
  ],
  [
    'a module of a package that is named like the library it wraps',
    ['app/__init__.py', 'app/openai.py'],
    'app/openai.py',
    ['app'],
  ],
  ['a source folder', ['src/pkg/__init__.py', 'src/pkg/m.py'], 'src/pkg/m.py', ['pkg']],
];

describe('indexOwnModules', () => {
  for (const [name, files, path, modules] of TABLE) {
    it(name, () => assert.deepEqual([...indexOwnModules(files).modulesFor(path)].sort(), modules));
  }

  it('has no file of a package in place of a library that the manifests ask for', () => {
    const own = indexOwnModules(['a/__init__.py', 'a/openai.py', 'a/base.py', 'b/openai.py', 'b/run.py']);
    assert.ok(own.modulesFor('a/base.py').has('openai'));
    assert.ok(!own.modulesFor('a/base.py', { openai: [] }).has('openai'));
    assert.ok(own.modulesFor('b/run.py', { openai: [] }).has('openai'), 'a script is run beside it');
  });
});

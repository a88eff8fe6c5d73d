import assert from 'node:assert/strict';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compiledName, openProgram } from '../../src/cli/open-program.js';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

describe('opening the program', () => {
  let folder: string;
  const dist = () => join(folder, 'dist');
  const bundle = () => join(dist(), 'cli.cjs');
  beforeEach(() => {
    folder = createTemporaryFolder();
    cpSync('package.json', join(folder, 'package.json'));
    for (const name of ['cli.cjs', 'program.cjs', compiledName]) {
      cpSync(join('dist', name), join(dist(), name));
    }
  });
  afterEach(() => removeFolder(folder));

  function assertRuns(): void {
    const { code, stdout, stderr } = runFairlead(folder, ['--version'], { bundle: bundle() });
    assert.match(stdout, /^fairlead \d+\.\d+\.\d+\n$/);
    assert.deepEqual([stderr, code], ['', 0]);
  }

  it('takes what the build compiled of it', () => {
    assert.ok(openProgram(resolve('dist')).isCompiled);
    assertRuns();
  });

  it('does without what was compiled', () => {
    rmSync(join(dist(), compiledName));
    assert.ok(!openProgram(dist()).isCompiled);
    assertRuns();
  });

  it('takes nothing that another version of V8 compiled, and no rubbish', () => {
    writeFileSync(join(dist(), compiledName), Buffer.alloc(5000, 7));
    assert.ok(!openProgram(dist()).isCompiled);
    assertRuns();
  });

  it('says that the installation is damaged where the program is missing', () => {
    rmSync(join(dist(), 'program.cjs'));
    const { code, stdout, stderr } = runFairlead(folder, ['--version'], { bundle: bundle() });
    assert.match(
      stderr,
      /^fairlead: the installation is damaged: .*program\.cjs'?; install fairlead again\n$/,
    );
    assert.deepEqual([stdout, code], ['', 2]);
  });
});

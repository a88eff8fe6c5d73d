import { compareWithCli } from '../suite/compare-with-cli.js';
import { configuration, copyRules, removeFolders } from '../suite/team-rules-fixture.js';
import { closeAll, readFile, writeFile } from '../suite/workspace.js';

describe('findings of the example project', () => {
  afterEach(closeAll);

  it('are the same here as on the command line', () => compareWithCli()).timeout(180_000);

  it('are the same with rules of a team', async () => {
    const settings = await readFile(configuration());
    await copyRules('tools/rules');
    await writeFile(configuration(), 'teamRules: [tools/rules]\n');
    try {
      await compareWithCli(/^acme\//);
    } finally {
      await writeFile(configuration(), settings ?? '');
      await removeFolders('tools');
    }
  }).timeout(180_000);
});

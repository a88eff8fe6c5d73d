import { compareWithCli } from './compare-with-cli.js';
import { closeAll } from './workspace.js';

describe('findings of the example project', () => {
  afterEach(closeAll);

  it('are the same here as on the command line', () => compareWithCli()).timeout(180_000);
});

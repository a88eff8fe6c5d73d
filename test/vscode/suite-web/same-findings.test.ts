import { compareWithCli } from '../suite/compare-with-cli.js';
import { closeAll } from '../suite/workspace.js';

describe('findings of the example project', () => {
  afterEach(closeAll);

  it('are the same here as on the command line', () => compareWithCli()).timeout(60_000);
});

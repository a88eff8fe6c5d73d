import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** What to bundle for the extension host, which loads one CommonJS file. */
export interface SuiteBundle {
  /** The compiled suites, absolute paths. */
  readonly suites: readonly string[];
  /** Where the bundle goes. */
  readonly outfile: string;
  /** The kind of extension host: Node, or a web worker. */
  readonly host: 'node' | 'web';
}

const runner = join(import.meta.dirname, 'run-suites.js');

/**
 * Bundles suites with the code that runs them into one CommonJS file that exports `run()`. `vscode` stays outside, in the
 * Node host mocha does too; in a web worker `node:assert/strict` is replaced by a small equal.
 *
 * @throws Error with esbuild's messages.
 */
export async function bundleSuites({ suites, outfile, host }: SuiteBundle): Promise<void> {
  const isNode = host === 'node';
  const mocha = createRequire(import.meta.url).resolve('mocha/lib/mocha.cjs');
  await build({
    stdin: {
      contents: isNode ? nodeEntry(suites, mocha) : webEntry(suites),
      resolveDir: dirname(outfile),
      sourcefile: 'suites.js',
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: isNode ? 'node' : 'browser',
    target: 'node20',
    external: isNode ? ['vscode', mocha] : ['vscode'],
    plugins: isNode ? [] : [assertForWorkers],
    define: {
      'import.meta.url': '"file:///suite-bundles-have-no-place-of-their-own"',
      ...(isNode ? {} : { global: 'globalThis' }),
    },
    sourcemap: 'inline',
    logLevel: 'error',
  });
}

function nodeEntry(suites: readonly string[], mocha: string): string {
  return `
    const { runSuites } = require(${JSON.stringify(runner)});
    exports.run = async () => {
      process.setSourceMapsEnabled(true);
      const Mocha = require(${JSON.stringify(mocha)});
      const color = process.env.FAIRLEAD_TEST_COLOR === '1';
      // A real editor and a real browser share the machine with others: what fails once has one more try, and says so.
      const mocha = new Mocha({ ui: 'bdd', timeout: 90_000, reporter: 'spec', color, retries: 1 });
      mocha.suite.emit('pre-require', globalThis, 'suites', mocha);
      ${requireAll(suites)}
      await runSuites(mocha, async (result) => {
        require('node:fs').writeFileSync(process.env.FAIRLEAD_TEST_RESULTS, JSON.stringify(result));
      });
    };`;
}

function webEntry(suites: readonly string[]): string {
  return `
    const { postResult, runSuites } = require(${JSON.stringify(runner)});
    exports.run = async () => {
      require('mocha/mocha.js');
      globalThis.mocha.setup({ ui: 'bdd', timeout: 90_000, reporter: 'spec', color: false });
      ${requireAll(suites)}
      await runSuites(globalThis.mocha, (result) => postResult(globalThis.FAIRLEAD_UI_BRIDGE, result));
    };`;
}

function requireAll(files: readonly string[]): string {
  return files.map((file) => `require(${JSON.stringify(file)});`).join('\n');
}

const assertForWorkers: Plugin = {
  name: 'assert-for-workers',
  setup(builder) {
    const namespace = 'assert';
    builder.onResolve({ filter: /^(node:)?assert(\/strict)?$/ }, ({ path }) => ({ path, namespace }));
    builder.onLoad({ filter: /.*/, namespace }, () => ({
      contents: `
        import * as assert from ${JSON.stringify(join(import.meta.dirname, 'web-assert.js'))};
        export * from ${JSON.stringify(join(import.meta.dirname, 'web-assert.js'))};
        export default Object.assign((value, message) => assert.ok(value, message), assert);`,
      resolveDir: import.meta.dirname,
    }));
  },
};

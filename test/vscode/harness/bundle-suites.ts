import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

/** What to bundle for the extension host, which loads one CommonJS file. */
export interface SuiteBundle {
  /** The compiled suites, absolute paths. */
  readonly suites: readonly string[];
  /** Where the bundle goes. */
  readonly outfile: string;
  /** The kind of extension host: Node, or a web worker. */
  readonly host: 'node' | 'web';
}

/**
 * Bundles suites with the code that runs them into one CommonJS file that exports `run()`. `vscode` stays outside, and
 * for the Node host so does everything that `require` finds at run time as a Node module.
 *
 * @throws Error with esbuild's messages.
 */
export async function bundleSuites({ suites, outfile, host }: SuiteBundle): Promise<void> {
  const folder = dirname(outfile);
  const harness = join(import.meta.dirname, 'run-suites.js');
  await build({
    stdin: {
      contents: host === 'node' ? nodeEntry(suites, harness) : webEntry(suites, harness),
      resolveDir: folder,
      sourcefile: 'suites.js',
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: host === 'node' ? 'node' : 'browser',
    target: 'node20',
    external: [
      'vscode',
      ...(host === 'node' ? ['mocha', createRequire(import.meta.url).resolve('mocha/lib/mocha.cjs')] : []),
    ],
    sourcemap: 'inline',
    keepNames: false,
    logLevel: 'error',
    define: { 'import.meta.url': '"file:///suite-bundles-have-no-place-of-their-own"' },
  });

  function nodeEntry(files: readonly string[], runner: string): string {
    const mocha = createRequire(import.meta.url).resolve('mocha/lib/mocha.cjs');
    return `
      const { runSuites } = require(${JSON.stringify(runner)});
      exports.run = async () => {
        process.setSourceMapsEnabled?.(true);
        const Mocha = require(${JSON.stringify(mocha)});
        const mocha = new Mocha({ ui: 'bdd', timeout: 20000, reporter: 'spec', color: process.env.FAIRLEAD_TEST_COLOR === '1' });
        mocha.suite.emit('pre-require', globalThis, 'suites', mocha);
        ${files.map((file) => `require(${JSON.stringify(`./${relative(folder, file)}`)});`).join('\n')}
        await runSuites(mocha, async (result) => {
          require('node:fs').writeFileSync(process.env.FAIRLEAD_TEST_RESULTS, JSON.stringify(result));
        });
      };`;
  }

  function webEntry(files: readonly string[], runner: string): string {
    return `
      const { runSuites, postResult } = require(${JSON.stringify(runner)});
      exports.run = async () => {
        require('mocha/mocha.js');
        mocha.setup({ ui: 'bdd', timeout: 20000, reporter: 'spec', color: false });
        ${files.map((file) => `require(${JSON.stringify(`./${relative(folder, file)}`)});`).join('\n')}
        await runSuites(mocha, (result) => postResult(globalThis.FAIRLEAD_UI_BRIDGE, result));
      };`;
  }
}

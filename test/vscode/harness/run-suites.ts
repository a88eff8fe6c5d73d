import type { BridgeRequest, SuiteResult } from './ui-context.js';

/** The part of mocha that its Node and its browser build have in common. */
export interface MochaRun {
  run(done: (failures: number) => void): {
    stats?: { passes: number; failures: number };
    on(event: 'retry', listener: (test: { fullTitle(): string }, error: Error) => void): unknown;
  };
}

/**
 * Runs the loaded suites and hands the counts over.
 *
 * @throws Error when a test failed or there was none, which makes the editor report failure.
 */
export async function runSuites(
  mocha: MochaRun,
  report: (result: SuiteResult) => Promise<void>,
): Promise<void> {
  const result = await new Promise<SuiteResult>((resolve) => {
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed }));
    runner.on('retry', (test, error) =>
      console.log(`Tried again after a failure: ${test.fullTitle()}: ${error.message}`),
    );
  });
  await report(result);
  if (result.failed > 0) throw new Error(`${result.failed} tests failed`);
  if (result.passed === 0) throw new Error('No test ran');
}

/** Hands the counts to the runner through the bridge. */
export async function postResult(address: string, result: SuiteResult): Promise<void> {
  const request: BridgeRequest = { kind: 'result', result };
  await fetch(address, { method: 'POST', body: JSON.stringify(request) });
}

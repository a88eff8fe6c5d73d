import type { Page } from 'playwright-core';

/** What a function passed to `ui.evaluate` is given. It runs in the runner's process, beside the browser. */
export interface UiContext {
  /** The page that shows VS Code. */
  readonly page: Page;
  /** Where screenshots go. */
  readonly screenshotFolder: string;
  /** The source text of axe-core, to be evaluated in a frame. */
  readonly axeSource: string;
  /** Content policy violations that the page and its frames have printed so far, one line each. */
  readonly policyViolations: readonly string[];
}

/** A request from a suite in the extension host to the runner. */
export type BridgeRequest =
  | { readonly kind: 'evaluate'; readonly source: string; readonly argument: unknown }
  | { readonly kind: 'result'; readonly result: SuiteResult };

/** The runner's answer. A value that JSON cannot carry is absent. */
export type BridgeResponse =
  | { readonly kind: 'value'; readonly value?: unknown }
  | { readonly kind: 'error'; readonly message: string };

/** How a run of suites ended. */
export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
}

/** The environment variable, and the global name in a web worker, that holds the bridge's address. */
export const bridgeVariable = 'FAIRLEAD_UI_BRIDGE';

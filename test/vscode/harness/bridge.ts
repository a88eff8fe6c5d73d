import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { findFreePort } from '../../../src/build/editor/ports.js';
import type { BridgeRequest, BridgeResponse, SuiteResult, UiContext } from './ui-context.js';

/** The runner's end of the line to the suites. */
export interface Bridge {
  /** Where suites POST to. Holds a secret, as any page of the browser could reach the port. */
  readonly address: string;
  /** Answers one request; for requests that come in by another way than the port. */
  answer(request: string): Promise<string>;
  stop(): void;
}

/**
 * Listens on a loopback port and runs what suites send.
 *
 * @param context called for each request; undefined until there is a page.
 */
export async function startBridge(
  context: () => UiContext | undefined,
  onResult: (result: SuiteResult) => void,
): Promise<Bridge> {
  const answer = async (text: string): Promise<string> => {
    const response = await handle(JSON.parse(text) as BridgeRequest).catch(
      (error: unknown): BridgeResponse => ({
        kind: 'error',
        message: error instanceof Error ? error.message : String(error),
      }),
    );
    return JSON.stringify(response);
  };
  const handle = async (request: BridgeRequest): Promise<BridgeResponse> => {
    if (request.kind === 'result') {
      onResult(request.result);
      return { kind: 'value' };
    }
    const current = context();
    if (!current) throw new Error('The window is not open yet.');
    // The text comes from our own suites, through an address that only they know.
    const run = new Function(
      'context',
      'argument',
      `return (${asExpression(request.source)})(context, argument)`,
    );
    return { kind: 'value', value: await run(current, request.argument) };
  };
  const path = `/${randomUUID()}`;
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    const body = await readBody(request);
    response.writeHead(200, { 'content-type': 'application/json' }).end(await answer(body));
  });
  const port = await findFreePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${port}${path}`,
    answer,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

// `async run(context) {}` is how a method prints; as an expression it needs the word function.
function asExpression(source: string): string {
  const isExpression = /^(async\s*)?(function\b|\(|[\w$]+\s*=>)/.test(source);
  return isExpression ? source : source.replace(/^(async\s+)?/, '$1function ');
}

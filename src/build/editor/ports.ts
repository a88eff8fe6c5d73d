import { createServer } from 'node:net';

/**
 * A loopback TCP port that nobody listens on.
 *
 * @param preferred tried first, then the 20 after it; when absent or all taken, any free port.
 */
export async function findFreePort(preferred?: number): Promise<number> {
  for (let offset = 0; preferred !== undefined && offset <= 20; offset++) {
    const port = await tryPort(preferred + offset);
    if (port !== undefined) return port;
  }
  const port = await tryPort(0);
  if (port === undefined) throw new Error('No free loopback port was found.');
  return port;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

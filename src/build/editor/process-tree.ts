import { type ChildProcess, spawnSync } from 'node:child_process';

/**
 * Ends a child and everything it started. On POSIX the child must have been spawned with `detached: true`, which makes
 * it the leader of a group. Does nothing when it has already ended.
 *
 * @param graceMs how long the processes may take to leave by themselves before they are killed.
 */
export async function endProcessTree(child: ChildProcess, graceMs = 2000): Promise<void> {
  if (child.pid === undefined) return;
  const ended = child.exitCode !== null || child.signalCode !== null;
  const exit = ended
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalTree(child.pid, 'SIGTERM');
  const leftAlone = await Promise.race([exit.then(() => true), delay(graceMs).then(() => false)]);
  signalTree(child.pid, 'SIGKILL');
  if (!leftAlone) await exit;
}

/** The same without waiting, for use while this process is on its way out. */
export function killProcessTree(child: ChildProcess): void {
  if (child.pid !== undefined) signalTree(child.pid, 'SIGKILL');
}

function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

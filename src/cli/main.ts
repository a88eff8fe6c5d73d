import { join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';
import type { Command } from './arguments.js';
import type { Host } from './host.js';

/** Runs the program in this process; sets its exit code and lets it end by itself, so that all output gets out. */
async function main(): Promise<void> {
  // Loaded inside the function: a failure while loading must give a message too.
  const { CliError, InterruptedError } = await import('./cli-error.js');
  let wasInterrupted = false;
  process.once('SIGINT', () => {
    // A second Ctrl+C finds no handler and ends the program at once.
    wasInterrupted = true;
    // Ends a wait for input.
    process.stdin.destroy();
  });
  // Whoever writes is told as well; see writeText.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const { parseCommand } = await import('./arguments.js');
    process.exitCode = await runCommand(parseCommand(process.argv.slice(2)), () => wasInterrupted);
  } catch (error) {
    if (error instanceof InterruptedError) process.exitCode = 130;
    else {
      process.exitCode = 2;
      const isExpected = error instanceof CliError;
      const lines = isExpected
        ? error.message
        : `internal error: ${error instanceof Error ? error.stack : String(error)}`;
      const { writeLines } = await import('./write-lines.js');
      const written = writeLines(
        process.stderr,
        lines.split('\n').map((line) => `fairlead: ${line}`),
      );
      // Nobody reads it; the exit code is what is left.
      await written.catch(() => undefined);
    }
  }
}

async function runCommand(command: Command, isInterrupted: () => boolean): Promise<number> {
  const { createResources } = await import('./resources.js');
  const { writeText } = await import('./terminal.js');
  const resources = createResources(__dirname);
  if (command.kind === 'help') {
    const { formatHelp } = await import('./help.js');
    await writeText(process.stdout, formatHelp(command.topic));
    return 0;
  }
  if (command.kind === 'version') {
    await writeText(process.stdout, `fairlead ${resources.readVersion()}\n`);
    return 0;
  }
  if (command.kind === 'explain') {
    const { explain } = await import('./explain-command.js');
    const { loadProject } = await import('./configuration.js');
    const { findProjectRoot } = await import('./project-root.js');
    const cwd = process.cwd();
    const { knowledge } = loadProject(findProjectRoot([cwd], cwd), undefined, cwd, resources);
    await writeText(process.stdout, explain(command.id, knowledge));
    return 0;
  }
  const { createEngine } = await import('../core/index.js');
  const host: Host = {
    cwd: process.cwd(),
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    resources,
    today: formatToday(new Date()),
    isInterrupted,
    script: join(__dirname, 'cli.cjs'),
    createEngine,
  };
  if (command.kind === 'status') {
    const { runStatus } = await import('./status-command.js');
    return runStatus(command.options, host);
  }
  if (command.kind === 'inspect') {
    const { runInspect } = await import('./inspect-command.js');
    return runInspect(command.options, host);
  }
  if (command.kind === 'inventory') {
    const { runInventory } = await import('./inventory-command.js');
    return runInventory(command.options, host);
  }
  if (command.kind === 'generate') {
    const { runGenerate } = await import('./generate-command.js');
    return runGenerate(command.options, host);
  }
  if (command.kind === 'attest') {
    const { runAttest } = await import('./attest-command.js');
    return runAttest(command.options, host);
  }
  if (command.kind === 'merge') {
    const { runMerge } = await import('./merge-command.js');
    return runMerge(command.options, host);
  }
  if (command.kind === 'rules') {
    const { runRules } = await import('./rules-command.js');
    return runRules(command.options, host);
  }
  const { runCheck } = await import('./check-command.js');
  return runCheck(command.options, host);
}

function formatToday(now: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

/** The same file is the program and, in a thread that the program started, a part of its work. */
async function start(): Promise<void> {
  if (isMainThread) return main();
  const { createResources } = await import('./resources.js');
  const { isInventoryWork, runInventoryWorker } = await import('./inventory-threads.js');
  if (isInventoryWork(workerData)) return runInventoryWorker(createResources(__dirname));
  const { runScanWorker } = await import('./scan-worker.js');
  await runScanWorker(createResources(__dirname));
}

void start();

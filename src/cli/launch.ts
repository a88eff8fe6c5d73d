import { openProgram } from './open-program.js';

/** The same file is the program and, in a thread that the program started, a part of its work. */
try {
  openProgram(__dirname).run();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`fairlead: the installation is damaged: ${reason}; install fairlead again\n`);
  process.exitCode = 2;
}

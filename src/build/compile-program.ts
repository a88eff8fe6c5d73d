// Runs a check as the program does, and writes what V8 has compiled of it by then beside it. A process of its own: it
// holds nothing else, and has the flags of the program.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { compiledName, openProgram } from '../cli/open-program.js';

const [node = '', , dist = '', ...words] = process.argv;
const program = openProgram(resolve(dist));
// What is used once must be in it too.
setFlagsFromString('--no-flush-bytecode');
process.argv = [node, join(dist, 'cli.cjs'), ...words];
process.once('exit', () => {
  setFlagsFromString('--flush-bytecode');
  writeFileSync(join(dist, compiledName), program.compile());
});
program.run();

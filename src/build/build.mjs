// Builds dist/: transpiles the build scripts first, because Node 20 does not run TypeScript.
import './transpile.mjs';

const { buildAll } = await import('../../out/src/build/build.js');
await buildAll(process.cwd());

// Transpiles every source and test file one to one into out/, for tests and coverage on unbundled code.

import { build } from 'esbuild';



await build({
  entryPoints: ['src/**/*.ts', 'test/**/*.ts'],
  outdir: 'out',
  outbase: '.',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
});

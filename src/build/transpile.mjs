// Transpiles every source and test file one to one into out/, for tests and coverage on unbundled code, and takes
// away what has no source any more.
import { existsSync, readdirSync, rmSync } from 'node:fs';
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

for (const folder of ['src', 'test']) {
  for (const file of readdirSync(`out/${folder}`, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue;
    if (existsSync(`${folder}/${file.slice(0, -3)}.ts`)) continue;
    rmSync(`out/${folder}/${file}`);
    rmSync(`out/${folder}/${file}.map`, { force: true });
  }
}

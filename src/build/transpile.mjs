// Transpiles every source and test file one to one into out/, for tests and coverage on unbundled code, and takes
// away what has no source any more.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

/** Listed here, because esbuild would read every package.json on its way, those of the labelled corpus too. */
const sources = ['src', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d)\.ts$/.test(file) && !/^(corpus|fixtures)[\\/]/.test(file))
    .map((file) => `${folder}/${file}`),
);

await build({
  entryPoints: sources,
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

import { execFile, spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import type { Browser } from './browser.js';
import { ensureNpmFolder } from './npm-folder.js';

const version = '153.0.0';

/** Whether the npm registry carries a Chromium for this machine. */
export const hasBundledChromium = process.platform === 'linux' && process.arch === 'x64';

/**
 * Installs the Chromium that the npm package `@sparticuz/chromium` carries, with the system libraries a bare Linux lacks
 * and with fonts, into `.vscode-test/` below `root` (about 280 MB), and starts it once.
 *
 * @throws Error when it cannot be fetched or does not start here.
 */
export async function installBundledChromium(root: string, report: (line: string) => void): Promise<Browser> {
  const folder = join(root, '.vscode-test', `chromium-${version}`);
  const unpacked = join(folder, 'unpacked');
  await ensureNpmFolder({
    folder,
    packages: [`@sparticuz/chromium@${version}`, 'dejavu-fonts-ttf@2.37.3'],
    finish: async (partial) => {
      report('Unpacking Chromium into .vscode-test (once, about 280 MB)');
      const archives = join(partial, 'node_modules', '@sparticuz', 'chromium', 'bin');
      const target = join(partial, 'unpacked');
      await mkdir(target, { recursive: true });
      await expand(join(archives, 'chromium.br'), join(target, 'chromium'));
      await chmod(join(target, 'chromium'), 0o755);
      for (const name of ['al2023', 'swiftshader', 'fonts']) {
        await expandTar(join(archives, `${name}.tar.br`), target);
      }
      await rm(archives, { recursive: true });
    },
  });
  await writeFile(join(unpacked, 'fairlead-fonts.conf'), fontConfiguration(folder));
  const browser = {
    executablePath: join(unpacked, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [join(unpacked, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(unpacked, 'fairlead-fonts.conf'),
    },
  };
  await promisify(execFile)(browser.executablePath, ['--version'], {
    env: { ...process.env, ...browser.env },
  });
  return browser;
}

async function expand(archive: string, file: string): Promise<void> {
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(file));
}

async function expandTar(archive: string, folder: string): Promise<void> {
  const tar = spawn('tar', ['-xf', '-', '--no-same-owner', '-C', folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const done = new Promise<void>((resolve, reject) => {
    tar.on('error', reject);
    tar.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`tar failed on ${archive} (exit ${code})`)),
    );
  });
  await Promise.all([pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin), done]);
}

// The package's own configuration names folders of a cloud function. A bare machine has no fonts at all.
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'unpacked', 'fonts')}</dir>
  <dir>${join(folder, 'node_modules', 'dejavu-fonts-ttf', 'ttf')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
  <alias binding="strong"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
}

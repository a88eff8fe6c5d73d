import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, launchBrowser } from '../../src/build/editor/browser.js';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

type Media = Parameters<Page['emulateMedia']>[0];

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The ways in which people look at the page. */
const looks: Readonly<Record<string, Media>> = {
  light: { colorScheme: 'light', forcedColors: 'none', media: 'screen' },
  dark: { colorScheme: 'dark', forcedColors: 'none', media: 'screen' },
  'high contrast': { colorScheme: 'dark', forcedColors: 'active', media: 'screen' },
  print: { colorScheme: 'light', forcedColors: 'none', media: 'print' },
};

describe('the HTML report in a browser', function () {
  this.timeout(180_000);
  let folder: string;
  let browser: Browser;
  let page: Page;
  let address: string;

  before(async () => {
    folder = createTemporaryFolder();
    const file = join(folder, 'status.html');
    const words = ['status', '--format', 'html', '--output', file];
    const { code, stderr } = runFairlead(resolve('examples/ticket-triage'), words);
    assert.equal(code, 0, stderr);
    address = pathToFileURL(file).href;
    browser = await launchBrowser(await findBrowser(resolve('.')));
    // The page's own policy allows no script; axe is one.
    page = await browser.newPage({ bypassCSP: true, viewport: { width: 1100, height: 900 } });
  });
  after(async () => {
    await browser?.close();
    removeFolder(folder);
  });

  for (const [name, media] of Object.entries(looks)) {
    it(`breaks no rule of axe-core in ${name}`, async () => {
      await page.emulateMedia(media);
      await page.goto(address);
      await page.evaluate(axeSource);
      const violations = await page.evaluate<readonly string[]>(`(async () => {
        const { violations } = await axe.run(document);
        return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).slice(0, 3).join(' '));
      })()`);
      assert.deepEqual(violations, []);
      const shots = process.env['FAIRLEAD_SCREENSHOTS'];
      if (shots !== undefined) {
        await page.screenshot({ path: join(shots, `report-${name.replace(' ', '-')}.png`), fullPage: false });
      }
    });
  }

  it('fits a narrow window without scrolling sideways', async () => {
    await page.emulateMedia(looks['light'] ?? {});
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(address);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    assert.ok(width <= 360, `${width} px`);
    await page.setViewportSize({ width: 1100, height: 900 });
  });

  it('shows states apart where colours are forced, and keeps its chart', async () => {
    await page.emulateMedia(looks['high contrast'] ?? {});
    await page.goto(address);
    const fills = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('.chart rect')].map((bar) => getComputedStyle(bar).fill)`,
    );
    assert.ok(new Set(fills).size > 1, fills.join());
  });

  it('prints every question', async () => {
    await page.emulateMedia(looks['print'] ?? {});
    await page.goto(address);
    const hidden = await page.evaluate<number>(
      `[...document.querySelectorAll('.questions li, .references li')].filter((row) => row.offsetHeight === 0).length`,
    );
    assert.equal(hidden, 0);
    const size = (await page.pdf({ format: 'A4' })).length;
    assert.ok(size > 20_000, `${size} bytes`);
  });

  it('asks for nothing from elsewhere', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(address);
    assert.deepEqual(asked, [address]);
  });
});

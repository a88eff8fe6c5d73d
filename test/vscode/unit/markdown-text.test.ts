import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { commandUri, escapeMarkdown, fenceCode } from '../../../src/vscode/guidelines/markdown-text.js';

const renderer = new MarkdownIt({ html: false, linkify: false });

/** The text a reader sees in rendered HTML. */
function readText(html: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };
  return html.replace(/<[^>]*>/g, '').replace(/&(lt|gt|amp|quot);/g, (entity) => entities[entity] ?? entity);
}

const hostile = fc.string({
  unit: fc.constantFrom(...'[]()!<>`*_#-+.1&;:/~|\\\n\t ab"\'={}'),
  maxLength: 40,
});

describe('escapeMarkdown', () => {
  it('makes any text show as it is, without links, code, emphasis or lists', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const html = renderer.render(`x ${escapeMarkdown(text)} x`);
        assert.match(html, /^<p>[^<]*<\/p>\n$/);
        const normal = (value: string) => value.replace(/\s+/g, ' ').trim();
        assert.equal(normal(readText(html)), normal(`x ${text} x`));
      }),
    );
  });

  it('leaves a command link of a file as text', () => {
    const html = renderer.render(escapeMarkdown('[click](command:workbench.action.quit) <img src=x>'));
    assert.ok(!html.includes('<a') && !html.includes('<img'), html);
  });
});

describe('fenceCode', () => {
  it('keeps any code inside one block', () => {
    fc.assert(
      fc.property(hostile, (code) => {
        const html = renderer.render(`${fenceCode(code, 'python')}\n\nafter`);
        assert.equal(html.split('<pre>').length, 2);
        assert.ok(html.endsWith('<p>after</p>\n'), html);
      }),
    );
  });
});

describe('commandUri', () => {
  it('carries arguments through a Markdown link', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const html = renderer.render(`[x](${commandUri('fairlead.showRule', text)})`);
        const href = /href="command:fairlead\.showRule\?([^"]*)"/.exec(html)?.[1];
        assert.deepEqual(JSON.parse(decodeURIComponent(href ?? '')), [text]);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeText, encodeText } from '../../src/cli/decode-text.js';

const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from([part]))),
  );

describe('decodeText', () => {
  const readable: readonly (readonly [name: string, bytes: Uint8Array, text: string, encoding: string])[] = [
    ['nothing', bytes(), '', 'utf-8'],
    ['UTF-8', bytes('é表\u{1f600}'), 'é表\u{1f600}', 'utf-8'],
    ['a byte order mark', bytes('\ufeffx'), 'x', 'utf-8'],
    ['a byte order mark before a second one', bytes('\ufeff\ufeffx'), '\ufeffx', 'utf-8'],
    ['UTF-16, little end first', Buffer.from('\ufeffxé', 'utf16le'), 'xé', 'utf-16le'],
    ['a coding comment', bytes('# coding: latin-1\n', 0xe9), '# coding: latin-1\né', 'latin1'],
    ['control bytes in Latin-1', bytes('# coding: latin-1\n', 0x80), '# coding: latin-1\n\x80', 'latin1'],
    [
      'the Emacs form',
      bytes('# -*- coding: iso-8859-1 -*-\n', 0xe9),
      '# -*- coding: iso-8859-1 -*-\né',
      'latin1',
    ],
    [
      'the Vim form on line two',
      bytes('#!x\n# vim: set fileencoding=cp1251 :\n', 0xcf),
      '#!x\n# vim: set fileencoding=cp1251 :\n\u041f',
      'windows-1251',
    ],
    ['Japanese', bytes('# coding: cp932\n', 0x93, 0xfa), '# coding: cp932\n日', 'shift_jis'],
    ['a comment that says UTF-8', bytes('# coding: UTF_8\né'), '# coding: UTF_8\né', 'utf-8'],
    [
      'a comment below code, which does not count',
      bytes('x = 1\n# coding: latin-1\né'),
      'x = 1\n# coding: latin-1\né',
      'utf-8',
    ],
    [
      'a comment on line three, which does not count',
      bytes('#\n#\n# coding: latin-1\né'),
      '#\n#\n# coding: latin-1\né',
      'utf-8',
    ],
    [
      'a mark before a comment, where the mark counts',
      bytes('\ufeff# coding: latin-1\né'),
      '# coding: latin-1\né',
      'utf-8',
    ],
  ];
  for (const [name, content, text, encoding] of readable) {
    it(`reads ${name}`, () => {
      const decoding = decodeText(content, true);
      assert.ok(decoding.ok);
      assert.equal(decoding.value.text, text);
      assert.equal(decoding.value.encoding, encoding);
    });
  }

  const unreadable: readonly (readonly [name: string, bytes: Uint8Array, why: RegExp])[] = [
    ['a NUL byte', bytes('import os\n', 0, 'x'), /binary file/],
    [
      'bytes that are not UTF-8',
      bytes('x', 0xe9),
      /not valid UTF-8; save it as UTF-8 or add a coding comment/,
    ],
    ['an unknown encoding', bytes('# coding: klingon\nx'), /encoding "klingon" is not known/],
    ['bytes that are not what the comment says', bytes('# coding: shift_jis\n', 0xff), /not valid shift-jis/],
    ['half a UTF-16 character', Buffer.from([0xff, 0xfe, 0x41]), /not valid utf-16le/],
  ];
  for (const [name, content, why] of unreadable) {
    it(`refuses ${name}`, () => {
      const decoding = decodeText(content, true);
      assert.ok(!decoding.ok && why.test(decoding.why));
    });
  }

  it('knows coding comments in Python only', () => {
    assert.equal(decodeText(bytes('# coding: latin-1\n', 0xe9), false).ok, false);
  });

  it('never fails, and gives back the very bytes it read', () => {
    const prefixes = fc.constantFrom('', '\ufeff', '# coding: latin-1\n', '# coding: utf8\n');
    fc.assert(
      fc.property(prefixes, fc.uint8Array({ maxLength: 40 }), (prefix, tail) => {
        const content = Buffer.concat([Buffer.from(prefix), tail]);
        const decoding = decodeText(content, true);
        if (!decoding.ok || decoding.value.encoding.startsWith('utf-16')) return;
        const again = encodeText(decoding.value);
        assert.ok(again !== undefined && content.equals(again));
      }),
    );
  });

  it('does not write what an encoding cannot hold', () => {
    const file = { encoding: 'latin1', hasByteOrderMark: false };
    assert.equal(encodeText({ ...file, text: '€' }), undefined);
    assert.equal(encodeText({ ...file, text: 'x', encoding: 'shift_jis' }), undefined);
  });
});

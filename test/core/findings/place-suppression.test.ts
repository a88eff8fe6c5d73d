import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSuppressionComment, placeSuppression } from '../../../src/core/findings/place-suppression.js';
import { createCodePredicate } from '../../../src/core/findings/python-strings.js';
import { readSuppressions } from '../../../src/core/findings/suppression.js';
import { LineIndex } from '../../../src/core/source/position.js';

const comment = '# fairlead: ignore[a] x';

/** Inserts the comment for the finding at `|`, which is not part of the text; undefined when there is no place. */
function insert(marked: string, languageId = 'python', barriers: readonly number[] = []): string | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const edit = placeSuppression({ text, languageId, offset, comment, barriers });
  return edit && text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
}

describe('suppression quick fix', () => {
  const comments: readonly (readonly [string, string, string | undefined])[] = [
    ['python', 'own file', '# fairlead: ignore[a] own file'],
    ['yaml', '', '# fairlead: ignore[a]'],
    ['dockerfile', ' two\r\nlines ', '# fairlead: ignore[a] two lines'],
    ['typescript', 'own', '// fairlead: ignore[a] own'],
    ['html', 'own --> file', '<!-- fairlead: ignore[a] own - file -->'],
    ['something-new', 'own', '# fairlead: ignore[a] own'],
    ['json', 'own', undefined],
  ];
  for (const [languageId, reason, expected] of comments) {
    it(`writes ${expected ?? 'no comment'} in ${languageId}`, () => {
      assert.equal(createSuppressionComment('a', reason, languageId), expected);
    });
  }

  const long = `f(${'x'.repeat(84)})`;
  const places: readonly (readonly [string, string, string | undefined])[] = [
    ['at the end of the line', 'a\n  |f()\nb\n', `a\n  f()  ${comment}\nb\n`],
    ['at the end of the last line', '|f()', `f()  ${comment}`],
    ['at the end with CRLF', '|f()\r\nb', `f()  ${comment}\r\nb`],
    ['at the end of the first line of several', '|f(\n  1)', `f(  ${comment}\n  1)`],
    ['above a long line', `if a:\n\t|${long}\n`, `if a:\n\t${comment}\n\t${long}\n`],
    ['after a line that just fits', `|${long.slice(2)}`, `${long.slice(2)}  ${comment}`],
    ['above a backslash', 'a\n  |f() + \\\n  1', `a\n  ${comment}\n  f() + \\\n  1`],
    ['above a string over several lines', '|f("""\n""")', `${comment}\nf("""\n""")`],
    ['after a byte order mark', '\uFEFF|f("""\n""")', `\uFEFF${comment}\nf("""\n""")`],
    ['after the end of a string', 'x = """\n"""; |f()', `x = """\n"""; f()  ${comment}`],
    ['after it even when the line is long', `x = """\n"""; |${long}`, `x = """\n"""; ${long}  ${comment}`],
    ['nowhere inside a string', 'x = """\n|f()\n"""', undefined],
    ['after a continued line', 'a = \\\n  |f()', `a = \\\n  f()  ${comment}`],
    ['nowhere between backslashes', 'a = \\\n  |f() + \\\n  1', undefined],
    ['nowhere at a cell magic', '%%time\n'.replace('%%', '|%%'), undefined],
    ['after a string with a hash', '|f("#")', `f("#")  ${comment}`],
    ['at the end of a blank document', '|', `  ${comment}`],
  ];
  for (const [name, marked, expected] of places) {
    it(`puts the comment ${name}`, () => {
      assert.equal(insert(marked), expected);
    });
  }

  const lineComments: readonly (readonly [string, string, string])[] = [
    ['dockerfile', 'FROM a\n|USER root\n', `FROM a\n${comment}\nUSER root\n`],
    ['dockerfile', 'RUN a && \\\n  |b\n', `RUN a && \\\n  ${comment}\n  b\n`],
    ['dotenv', '|KEY=value', `${comment}\nKEY=value`],
    ['properties', 'a=b\n|c=d', `a=b\n${comment}\nc=d`],
    ['ini', '[a]\n|b = c', `[a]\n${comment}\nb = c`],
    ['yaml', 'a:\n  |b: c\n', `a:\n  b: c  ${comment}\n`],
  ];
  for (const [languageId, before, expected] of lineComments) {
    it(`puts the comment where ${languageId} has comments: ${JSON.stringify(before)}`, () => {
      assert.equal(insert(before, languageId), expected);
    });
  }

  it('does not take another cell for a continuation', () => {
    assert.equal(insert(`a \\\n|f("""\n""")`, 'python', [4]), `a \\\n${comment}\nf("""\n""")`);
  });

  it('asks the caller where strings are, when the caller knows', () => {
    const edit = placeSuppression({
      text: 'f()',
      languageId: 'python',
      offset: 0,
      comment,
      isCode: () => false,
    });
    assert.equal(edit, undefined);
  });

  it('always holds for the line of the finding, and leaves the rest of the text alone', () => {
    const pieces = fc.constantFrom(
      '\n',
      '\r\n',
      '\r',
      'f()',
      '  ',
      '"""',
      '"',
      "'",
      '\\',
      '#',
      long,
      '%%',
      '\uFEFF',
      'x = ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), fc.nat(), (parts, place) => {
        const text = parts.join('');
        const offset = place % (text.length + 1);
        const edit = placeSuppression({ text, languageId: 'python', offset, comment });
        if (edit === undefined) return;
        const after = text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
        assert.equal(edit.span.start, edit.span.end);
        const added = edit.newText.includes('\n') ? 1 : 0;
        const line = new LineIndex(text).positionAt(offset).line + added;
        const found = readSuppressions(after, { isCode: createCodePredicate(after, 'python') });
        const isHeld = found.some(
          (one) => one.problem === undefined && (one.line === line || one.coveredLine === line),
        );
        assert.ok(isHeld, JSON.stringify(after));
      }),
      { numRuns: 3000 },
    );
  });
});

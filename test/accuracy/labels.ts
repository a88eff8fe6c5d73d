/** What a reviewer wrote on a line of the corpus. */
export interface Label {
  /** Line from 1. */
  readonly line: number;
  /** Id of a rule. */
  readonly rule: string;
}

/** A text without its labels, and the labels. */
export interface LabelledText {
  readonly text: string;
  readonly expected: readonly Label[];
  /** Findings a reviewer would want and no rule gives; `rule` is a topic. Not scored. */
  readonly wanted: readonly Label[];
}

const LABEL = /[ \t]*(?:#|\/\/|<!--) (expect|expect-next|want): ([\w/-]+(?:, [\w/-]+)*)(?: -->)?$/;

/**
 * Reads `# expect: rule-id, rule-id` and `# want: topic` at the ends of lines, and `# expect-next: rule-id` on a line
 * above; with `//` or `<!-- -->` where a language wants that. Ids without an area are Python's. The text keeps its lines, without the labels.
 *
 * @throws Error when a comment looks like a label and is none
 */
export function readLabels(text: string): LabelledText {
  const expected: Label[] = [];
  const wanted: Label[] = [];
  const lines = text.split('\n').map((line, index) => {
    const match = LABEL.exec(line);
    if (match === null) {
      if (/(?:#|\/\/|<!--)\s*(?:expect|want)\b[^()]*:/.test(line))
        throw new Error(`Line ${index + 1} has a label nobody can read: ${line}`);
      return line;
    }
    const [whole, kind, names = ''] = match;
    const at = index + (kind === 'expect-next' ? 2 : 1);
    for (const name of names.split(', ')) {
      if (kind === 'want') wanted.push({ line: at, rule: name });
      else expected.push({ line: at, rule: name.includes('/') ? name : `python/${name}` });
    }
    return line.slice(0, -whole.length);
  });
  return { text: lines.join('\n'), expected, wanted };
}

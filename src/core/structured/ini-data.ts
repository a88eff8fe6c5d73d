import type { DataEntry, DataNode, DataReading, ScalarNode } from './data-node.js';
import { tooLarge } from './yaml-data.js';

const MAX_LENGTH = 1_000_000;

/** How a kind of `key=value` file is written. */
export type IniForm = 'ini' | 'properties' | 'dotenv';

const PAIR: Readonly<Record<IniForm, RegExp>> = {
  ini: /^([ \t]*)([^\s=:#;[][^=:]*?)([ \t]*[=:][ \t]*)(.*)$/,
  properties: /^([ \t]*)((?:[^\s=:#!\\]|\\.)+)([ \t]*[=:][ \t]*|[ \t]+|$)(.*)$/,
  dotenv: /^([ \t]*(?:export[ \t]+)?)([A-Za-z_][\w.-]*)([ \t]*=[ \t]*)(.*)$/,
};

/**
 * Reads lines of `key=value`. Sections of INI files are maps of their own; the entries before the first section stand at
 * the root. Lines that are indented below a key of an INI file belong to its value.
 */
export function readIni(text: string, form: IniForm): DataReading {
  if (text.length > MAX_LENGTH) return tooLarge(text.length, MAX_LENGTH);
  const root: DataEntry[] = [];
  let section:
    | { readonly name: string; readonly start: number; readonly end: number; readonly entries: DataEntry[] }
    | undefined;
  const close = (end: number): void => {
    if (section === undefined) return;
    const { name, start, entries } = section;
    const keySpan = { start, end: section.end };
    const span = { start, end: Math.max(end, section.end) };
    root.push({
      key: name,
      keySpan,
      value: { kind: 'map', span, entries, isComplete: true, style: 'block' },
      span,
    });
  };
  const lines = /[^\r\n]+/g;
  let last = 0;
  for (let line = lines.exec(text); line !== null; line = lines.exec(text)) {
    const [content] = line;
    const start = line.index;
    if (form === 'ini') {
      const heading = /^\s*\[([^\]]*)\]/.exec(content);
      if (heading !== null) {
        close(last);
        const at = start + content.indexOf('[');
        section = { name: heading[1] ?? '', start: at, end: start + heading[0].length, entries: [] };
        continue;
      }
      const entries = section?.entries ?? root;
      const previous = entries.at(-1);
      if (/^[ \t]+[^\s#;]/.test(content) && previous !== undefined) {
        entries[entries.length - 1] = extend(previous, content.trim(), start + content.trimEnd().length);
        last = start + content.length;
        continue;
      }
    }
    const pair = PAIR[form].exec(content);
    if (pair === null || /^\s*[#;!]/.test(content)) continue;
    const [, indent = '', key = '', sign = '', rest = ''] = pair;
    const keyStart = start + indent.length;
    const valueStart = keyStart + key.length + sign.length;
    const value = readValue(text, rest, valueStart, form);
    const keySpan = { start: keyStart, end: keyStart + key.length };
    const entry = {
      key,
      keySpan,
      value,
      span: { start: keyStart, end: Math.max(keySpan.end, value.span.end) },
    };
    (section?.entries ?? root).push(entry);
    last = entry.span.end;
    lines.lastIndex = Math.max(lines.lastIndex, value.span.end);
  }
  close(last);
  const span = { start: 0, end: text.length };
  return { roots: [{ kind: 'map', span, entries: root, isComplete: true, style: 'block' }] };
}

function extend(entry: DataEntry, line: string, end: number): DataEntry {
  const { value } = entry;
  if (value.kind !== 'scalar') return entry;
  const span = { start: value.span.start, end };
  const joined: DataNode = { ...value, value: `${value.value ?? ''}\n${line}`, span, style: 'block' };
  return { ...entry, value: joined, span: { start: entry.span.start, end } };
}

function readValue(text: string, rest: string, start: number, form: IniForm): ScalarNode {
  const quote = rest.charAt(0);
  if (form === 'dotenv' && (quote === '"' || quote === "'")) {
    const end = findClosing(text, start + 1, quote);
    if (end !== undefined) {
      const inner = text.slice(start + 1, end);
      return scalar(inner, start, end + 1, 'quoted', quote === '"' && inner.includes('$'));
    }
  }
  const written = (
    form === 'dotenv' ? rest.replace(/\s+#.*$/, '') : form === 'ini' ? rest.replace(/\s+[#;].*$/, '') : rest
  ).trimEnd();
  return scalar(written, start, start + written.length, 'plain', form === 'dotenv' && written.includes('$'));
}

function scalar(
  value: string,
  start: number,
  end: number,
  style: ScalarNode['style'],
  isOpen: boolean,
): ScalarNode {
  const isKnown = !isOpen && !/\{\{|\$\{|%\(\w/.test(value);
  return { kind: 'scalar', span: { start, end }, value, isKnown, style };
}

/** How long a quoted value may be. */
const MAX_QUOTED = 20_000;

function findClosing(text: string, start: number, quote: string): number | undefined {
  for (let at = start; at < text.length && at < start + MAX_QUOTED; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

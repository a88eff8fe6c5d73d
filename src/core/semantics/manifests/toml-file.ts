import { parse, TomlError } from 'smol-toml';
import type { ManifestCollector } from './manifest-reading.js';

/** A table of a TOML or JSON file. */
export type Table = Readonly<Record<string, unknown>>;

/** How many lines below the last entry of a list the next one is looked for. */
const MAX_DISTANCE = 200;

/** Parses a TOML file; a broken one becomes a notice with its place, and undefined. */
export function parseToml(text: string, collector: ManifestCollector): Table | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) {
      const [message = ''] = error.message.replace('Invalid TOML document: ', '').split('\n');
      collector.addNotice('not-scanned', `is not valid TOML: ${message}`, error.line - 1, error.column - 1);
    } else if (error instanceof RangeError) {
      collector.addNotice('not-scanned', 'is nested too deeply to be read', 0);
    } else {
      throw error;
    }
    return undefined;
  }
}

/** The value when it is a table. */
export function asTable(value: unknown): Table | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : undefined;
}

/** The value when it is a text. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The text under a key of a table; undefined when there is none. */
export function getText(table: Table | undefined, key: string): string | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? asText(table[key]) : undefined;
}

/** The table below `path`, empty when there is none. */
export function getTable(table: Table, ...path: readonly string[]): Table {
  let current: Table | undefined = table;
  for (const step of path) {
    current = current !== undefined && Object.hasOwn(current, step) ? asTable(current[step]) : undefined;
  }
  return current ?? {};
}

/** Finds the lines of a TOML file that state something, for messages; the parser itself gives no places. */
export class TomlLines {
  readonly #lines: readonly string[];
  readonly #lineOfKey = new Map<string, number>();

  constructor(text: string) {
    this.#lines = text.split(/\r\n|\n|\r/);
    let header: readonly string[] = [];
    this.#lines.forEach((line, at) => {
      const section = /^\s*\[\[?([^\]]+)\]/.exec(line)?.[1];
      if (section !== undefined) header = splitKey(section);
      const key = /^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"]*"|'[^']*'))*)[ \t]*=/.exec(
        line,
      );
      const path =
        section !== undefined ? header : key === null ? undefined : [...header, ...splitKey(key[1] ?? '')];
      if (path === undefined) return;
      const name = path.join('\0');
      if (!this.#lineOfKey.has(name)) this.#lineOfKey.set(name, at);
    });
  }

  /** Line from 0 of a key, or of the closest table around it that is written out. */
  findKey(...path: readonly string[]): number {
    for (let length = path.length; length > 0; length -= 1) {
      const line = this.#lineOfKey.get(path.slice(0, length).join('\0'));
      if (line !== undefined) return line;
    }
    return 0;
  }

  /** Line from 0 of a quoted text at or below the line `from`; `from` when it is not found nearby. */
  findText(text: string, from: number): number {
    const escaped = text.replace(/[\\"]/g, '\\$&');
    const end = Math.min(this.#lines.length, from + MAX_DISTANCE);
    for (let at = from; at < end; at += 1) {
      const line = this.#lines[at] ?? '';
      if (line.includes(`"${escaped}"`) || line.includes(`'${text}'`)) return at;
    }
    return from;
  }

  /** Lines from 0 on which the entries of an array of tables begin, in order. */
  findEntries(name: string): readonly number[] {
    const header = `[[${name}]]`;
    return this.#lines.flatMap((line, at) => (line.replace(/[ \t]/g, '').startsWith(header) ? [at] : []));
  }
}

function splitKey(key: string): readonly string[] {
  return (key.match(/"[^"]*"|'[^']*'|[^.\s]+/g) ?? []).map((part) => part.replace(/^(["'])(.*)\1$/, '$2'));
}

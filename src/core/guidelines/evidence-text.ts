import type { Location } from '../source/document.js';
import { LineIndex } from '../source/position.js';
import type { FileCondition, FileMark } from './evidence.js';

/** What looking into one file came to. */
export interface FileVerdict {
  readonly path: string;
  /** What was asked for and found, or the whole file. */
  readonly locations: readonly Location[];
  /** What was asked for and is not there; empty when the file passes. */
  readonly missing: readonly string[];
}

/** Fewest words below a heading that count as content. */
const minSectionWords = 4;

const placeholders =
  /\[?more information needed\]?|\[optional\]|\{\{[^}]*\}\}|\[insert[^\]]*\]|<[^>\n]*>|\b(?:todo|tbd|tba|fixme|xxx|lorem ipsum[^.]*)\b/gi;

/** A question that a generated document leaves to people; a section that still holds one is not finished. */
const openQuestion = /\[More Information Needed\] [^\n]*\?/;

/** Judges one file. A file that could not be read fails with the reason. */
export function examineFile(path: string, text: string | undefined, condition: FileCondition): FileVerdict {
  if (text === undefined) return { path, locations: [], missing: ['its text, which was not read'] };
  const visible = hideComments(path, text);
  const lines = new LineIndex(text);
  const locate = (start: number, end: number): Location => ({ path, range: lines.rangeOf({ start, end }) });
  const locations: Location[] = [];
  const missing: string[] = [];
  const note = (mark: FileMark, found: { start: number; end: number } | undefined): void => {
    if (found === undefined) missing.push(mark.what);
    else locations.push(locate(found.start, found.end));
  };
  const sections = condition.sections === undefined ? [] : listSections(visible);
  for (const mark of condition.sections ?? []) note(mark, findSection(sections, mark));
  for (const mark of condition.contains ?? []) note(mark, findMark(visible, mark));
  const { minWords = 0 } = condition;
  if (minWords > 0 && countWords(visible.replace(/^#{1,6} .*$/gm, '')) < minWords) {
    missing.push('text of any length');
  }
  if (locations.length === 0) locations.push(locate(0, 0));
  return { path, locations, missing };
}

/** Masks at equal length what does not count: comments, and sections of Markdown that are not finished. */
function hideComments(path: string, text: string): string {
  const mask = (part: string): string => part.replace(/[^\n]/g, ' ');
  if (
    /\.(?:ya?ml|toml|cfg|ini|sh|txt|env)$|(?:^|\/)(?:dockerfile|makefile|codeowners|jenkinsfile)[^/]*$/i.test(
      path,
    )
  ) {
    return text.replace(/(?:^|[ \t])(?:#|\/\/).*$/gm, mask);
  }
  return text
    .replace(/<!--[\s\S]*?(?:-->|$)/g, mask)
    .replace(/^#{1,6} [^\n]*(?:\n(?!#{1,6} )[^\n]*)*/gm, (section) =>
      openQuestion.test(section) ? mask(section) : section,
    );
}

interface Section {
  readonly title: string;
  /** Of the heading. */
  readonly start: number;
  readonly end: number;
  /** Text below, with the sections inside. */
  readonly body: string;
}

/** Sections of a Markdown or reStructuredText file, with keys of a front matter or YAML file as sections of their own. */
function listSections(text: string): readonly Section[] {
  const headings: { title: string; start: number; end: number; bodyStart: number; level: number }[] = [];
  const fences = [...text.matchAll(/^(```|~~~)[\s\S]*?(?:^\1|$(?![\s\S]))/gm)];
  const isFenced = (at: number): boolean =>
    fences.some((fence) => fence.index <= at && at < fence.index + fence[0].length);
  const add = (found: RegExpExecArray, title: string, level: number): void => {
    if (isFenced(found.index)) return;
    const end = found.index + found[0].length;
    headings.push({
      title,
      start: found.index,
      end: found.index + (found[0].trimEnd().length || 1),
      bodyStart: end,
      level,
    });
  };
  for (const found of text.matchAll(/^(#{1,6})[ \t]+(.+?)[ \t#]*$/gm)) {
    add(found, found[2] ?? '', found[1]?.length ?? 1);
  }
  for (const found of text.matchAll(/^(?![-=~^"`+*#\s])(\S.*)\n([=\-~^"])\2{2,}[ \t]*$/gm)) {
    const level = found[2] === '=' ? 1 : found[2] === '-' ? 2 : 3;
    add(found, found[1] ?? '', level);
  }
  // A line in bold stands for a heading in many files.
  for (const found of text.matchAll(/^(?:[-*][ \t]+)?\*\*([^*\n]{2,80}?):?\*\*:?[ \t]*/gm))
    add(found, found[1] ?? '', 7);
  headings.sort((a, b) => a.start - b.start);
  return headings.map((heading, index) => {
    const next = headings.slice(index + 1).find(({ level }) => level <= heading.level);
    const body = text.slice(heading.bodyStart, next?.start ?? text.length);
    return { ...heading, body };
  });
}

function findSection(sections: readonly Section[], mark: FileMark): Section | undefined {
  const expression = new RegExp(mark.pattern, 'iu');
  return sections.find(({ title, body }) => expression.test(title) && countWords(body) >= minSectionWords);
}

function findMark(text: string, mark: FileMark): { start: number; end: number } | undefined {
  const found = new RegExp(mark.pattern, 'imu').exec(text);
  return found === null || found[0].length === 0
    ? undefined
    : { start: found.index, end: found.index + found[0].length };
}

/** Words that say something: no place-holders, no table rules. */
function countWords(text: string): number {
  return text.replace(placeholders, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu)?.length ?? 0;
}

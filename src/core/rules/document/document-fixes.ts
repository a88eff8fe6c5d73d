import type { ModuleText } from '../../source/module-text.js';
import type { Variable } from '../../structured/collect-variables.js';
import type { Word } from '../../structured/command.js';
import { collectFixes, type MadeFixes, type Replacement } from '../create-fixes.js';
import type { FixEdit, RuleFix } from '../rule-fix.js';
import { findDocumentArgument } from './document-arguments.js';
import type { DocumentHit } from './document-hit.js';
import { removeEntry, setEntry } from './edit-entry.js';

/** Turns the fixes of a rule into edits at a hit. A fix whose edits cannot all be made there is left out. */
export function createDocumentFixes(
  fixes: readonly RuleFix[],
  hit: DocumentHit,
  text: ModuleText,
  fill: (template: string) => string,
): MadeFixes {
  return collectFixes(fixes, text, fill, { apply: (edit) => applyEdit(edit, hit) });
}

function applyEdit(edit: FixEdit, hit: DocumentHit): readonly Replacement[] | undefined {
  const { document, span } = hit;
  const { text } = document;
  switch (edit.kind) {
    case 'set-entry':
      return setEntry(edit.path, edit.value, hit);
    case 'remove-entry':
      return removeEntry(hit);
    case 'rewrite-match': {
      const match = new RegExp(edit.pattern).exec(text.slice(span.start, span.end));
      if (match === null) return undefined;
      const start = span.start + match.index;
      return [{ span: { start, end: start + match[0].length }, text: edit.text }];
    }
    case 'add-instruction':
      return addInstruction(edit, hit);
    case 'replace-match':
      return [{ span, text: edit.text }];
    case 'set-value': {
      const { value, variable } = hit;
      if (variable !== undefined) return setVariable(variable, edit.value, text);
      return value?.isWritten === true && value.items.length === 0
        ? [{ span: value.span, text: edit.value }]
        : undefined;
    }
    case 'raise-version': {
      const version = hit.requirement?.versionSpan;
      if (version === undefined || hit.fault === undefined) return undefined;
      // A build of somebody's own: the release does not come from there.
      if (text.slice(version.start, version.end).includes('+')) return undefined;
      return [{ span: version, text: hit.fault.fixed }];
    }
    case 'remove-argument':
      return removeOption(edit.name, hit);
    default:
      return undefined;
  }
}

/** Variables are texts: beside what YAML takes for something else they need quotes. */
function setVariable(
  { value, valueSpan, form }: Variable,
  wanted: string,
  text: string,
): readonly Replacement[] | undefined {
  if (value === undefined || valueSpan === undefined) return undefined;
  const quote = /^["']/.exec(text.slice(valueSpan.start, valueSpan.end))?.[0];
  const own = quote ?? (form === 'data' ? '"' : '');
  return [{ span: valueSpan, text: `${own}${wanted}${own}` }];
}

function addInstruction(
  { text: line, place }: Extract<FixEdit, { kind: 'add-instruction' }>,
  { instruction, document }: DocumentHit,
): readonly Replacement[] | undefined {
  if (instruction === undefined) return undefined;
  const { text, dockerfile } = document;
  const inStage = dockerfile.instructions.filter(({ stage }) => stage === instruction.stage);
  const target = place === 'end-of-stage' ? inStage.at(-1) : instruction;
  if (target === undefined) return undefined;
  // What the container runs comes last by custom.
  const isStart = target.name === 'CMD' || target.name === 'ENTRYPOINT';
  const first = isStart ? inStage.find(({ name }) => name === 'CMD' || name === 'ENTRYPOINT') : undefined;
  const before = place === 'before' ? target : place === 'end-of-stage' ? first : undefined;
  if (before !== undefined) {
    const { start } = before.nameSpan;
    return [{ span: { start, end: start }, text: `${line}\n` }];
  }
  const end = Math.max(target.span.end, ...target.heredocs.map((body) => lineEnd(text, body.end)));
  return [{ span: { start: end, end }, text: `\n${line}` }];
}

/** What may stand between two words of one list or line; removing it with a word leaves the rest whole. */
const GAP = /^(?:(?:[ \t]|\\\r?\n)+|\s*,\s*|[ \t]*\r?\n[ \t]*-[ \t]+)$/;

function removeOption(name: string, hit: DocumentHit): readonly Replacement[] | undefined {
  const found = findDocumentArgument(name, hit);
  if (found === 'missing') return [];
  if (found === 'unknown') return undefined;
  const { word, valueWord } = found;
  const last = valueWord ?? word;
  const words = hit.command?.words ?? hit.instruction?.words ?? [];
  if (![word, last].every(isWhole)) return undefined;
  const { text } = hit.document;
  const previous = words[words.indexOf(word) - 1];
  const next = words[words.indexOf(last) + 1];
  const isGap = (before: Word | undefined, after: Word | undefined): boolean =>
    before !== undefined &&
    after !== undefined &&
    before.span.end > before.span.start &&
    GAP.test(text.slice(before.span.end, after.span.start));
  if (isGap(previous, word) && previous !== undefined) {
    return [{ span: { start: previous.span.end, end: last.span.end }, text: '' }];
  }
  if (isGap(last, next) && next !== undefined) {
    return [{ span: { start: word.span.start, end: next.span.start }, text: '' }];
  }
  return undefined;
}

function isWhole({ isWritten, span }: Word): boolean {
  return isWritten && span.end > span.start;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

import type { Finding, Level } from '../../findings/finding.js';
import { escapeMarkdown } from '../../report/escape-markdown.js';
import type { Location } from '../../source/document.js';
import { quoteCode } from '../source-link.js';
import type { Statement } from './card-content.js';
import { type CardContext, describeValue, sourcesOf } from './card-context.js';
import { nameModel } from './fills-model.js';
import { count } from './fills-project.js';

/** What is saved, where and by what. */
export function fillArtifacts(context: CardContext): readonly Statement[] {
  return context.list('artifact').map((fact) => ({
    key: fact.id,
    text: `${fact.reference === undefined ? 'something' : describeValue(fact.reference)}, written with ${quoteCode(fact.saver)}${
      fact.isPublished ? ', handed to a hub, registry or tracker' : ''
    }`,
    sources: sourcesOf(fact.location, fact.reference),
  }));
}

/** Formats that are written, and what opening such a file can do. */
export function fillArtifactFormats(context: CardContext): readonly Statement[] {
  const { formats } = context.input.knowledge.cards.metadata;
  return context.list('artifact').flatMap((fact) => {
    const format = formats.find((each) => each.format === fact.format);
    return format === undefined || format.risk === 'unknown'
      ? []
      : [
          {
            key: fact.format,
            text: `${format.title}: ${format.note}`,
            sources: [fact.location],
          },
        ];
  });
}

/** Places where loading a model can run code that comes with it, and those that rule it out, as far as nothing is found. */
export function fillRemoteCode(context: CardContext): readonly Statement[] {
  const unsafe = findUnsafeLoads(context);
  return context.list('model').flatMap((fact) => {
    const rule = unsafe.get(placeOf(fact.location));
    if (fact.mayRunCode === undefined && rule === undefined) return [];
    const verdict =
      fact.mayRunCode === true
        ? 'loading can run code that comes with the model'
        : rule === undefined
          ? 'the call runs no code that comes with the model'
          : `loading can run code that comes with the model, says ${quoteCode(rule)}`;
    return [
      {
        key: fact.id,
        text: `${nameModel(fact)}, loaded with ${quoteCode(fact.loader)}: ${verdict}`,
        sources: sourcesOf(fact.location, fact.reference),
      },
    ];
  });
}

/** Findings about what runs while something is read (CWE-502), by {@link placeOf} of the line. */
export function findUnsafeLoads({ input }: CardContext): ReadonlyMap<string, string> {
  const rules = new Set(
    input.knowledge.rules.flatMap(({ id, references }) =>
      references.cwe?.includes('CWE-502') === true ? [id] : [],
    ),
  );
  return new Map(
    input.findings.flatMap(({ ruleId, level, location }) =>
      rules.has(ruleId) && (level === 'error' || level === 'warning')
        ? [[placeOf(location), ruleId] as const]
        : [],
    ),
  );
}

/** Key of a line. */
export function placeOf({ path, cell, range }: Location): string {
  return JSON.stringify([path, cell, range.start.line]);
}

const levelWords: Readonly<Record<Level, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'note',
  hint: 'hint',
};

/** Findings that do not count as known, from warnings up, one line per rule. */
export function fillFindings(context: CardContext): readonly Statement[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of context.input.findings) {
    if (finding.suppression !== undefined) continue;
    if (finding.level !== 'error' && finding.level !== 'warning') continue;
    const key = `${finding.level} ${finding.ruleId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const titles = new Map(context.input.knowledge.rules.map(({ id, title }) => [id, title]));
  const isError = ([first]: readonly Finding[]): number => (first?.level === 'error' ? 0 : 1);
  return [...groups.values()]
    .sort((a, b) => isError(a) - isError(b))
    .map((group) => {
      const [first] = group;
      const id = first?.ruleId ?? '';
      const title = titles.get(id);
      const level = first === undefined ? '' : levelWords[first.level];
      return {
        key: id,
        text: `${level}: ${title === undefined ? '' : `${escapeMarkdown(title)}, `}${quoteCode(id)}, ${count(group.length, 'place')}`,
        sources: group.map(({ location }) => location),
      };
    });
}

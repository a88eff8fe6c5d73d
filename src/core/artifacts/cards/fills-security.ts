import type { Finding, Level } from '../../findings/finding.js';
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
      fact.isPublished ? ', sent away' : ''
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

/** Places where loading a model can run code that comes with it, and those that rule it out. */
export function fillRemoteCode(context: CardContext): readonly Statement[] {
  return context.list('model').flatMap((fact) =>
    fact.mayRunCode === undefined
      ? []
      : [
          {
            key: fact.id,
            text: `${nameModel(fact)}, loaded with ${quoteCode(fact.loader)}: ${
              fact.mayRunCode
                ? 'loading can run code that comes with the model'
                : 'the call does not allow code that comes with the model'
            }`,
            sources: sourcesOf(fact.location, fact.reference),
          },
        ],
  );
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
  return [...groups.values()].map((group) => {
    const [first] = group;
    const level = first === undefined ? '' : levelWords[first.level];
    return {
      key: first?.ruleId ?? '',
      text: `${quoteCode(first?.ruleId ?? '')}, ${level}, ${count(group.length, 'place')}`,
      sources: group.map(({ location }) => location),
    };
  });
}

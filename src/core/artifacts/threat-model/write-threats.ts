import type { GeneratedBlock, GeneratedElement, GeneratedSection } from '../generated-document.js';
import { linkLine } from '../source-link.js';
import { isOpen, summarize } from './summarize-threat.js';
import type { Measure, Rated, Threat, ThreatElement, ThreatModel } from './threat-model.js';
import { STRIDE_WORDS, writeCell, writeLinks, writeTable } from './write-cells.js';

const decision = [
  '**Question:** decision (mitigate, accept, avoid, transfer), who decided, residual risk after it, review by when?',
].join('\n');

/** The overview and the threats, one block each. */
export function writeThreats(
  model: ThreatModel,
  path: string,
  references: ReadonlyMap<string, string>,
): readonly GeneratedSection[] {
  const rows = model.threats.map(({ rule, elements }) => {
    const { likelihood, impact } = summarize(elements);
    const open = elements.filter(isOpen).length;
    const cells = [
      rule.title,
      rule.stride.map((each) => STRIDE_WORDS[each]).join(', '),
      likelihood.level,
      impact.level,
    ];
    return `| ${[...cells, String(elements.length), String(open)].join(' | ')} |`;
  });
  const head = ['Threat', 'STRIDE', 'Likelihood', 'Impact', 'Elements', 'With an open point'];
  const none =
    'No element that carries a threat of the catalogue was found in the code. That says nothing about threats outside of it.';
  return [
    {
      id: 'threats',
      opening: '## Threats',
      blocks: [
        { id: 'threats', name: 'overview of threats', content: writeTable(head, rows, none) },
        ...model.threats.map((threat) => writeThreat(threat, path, references)),
      ],
    },
  ];
}

function writeThreat(
  { rule, elements }: Threat,
  path: string,
  references: ReadonlyMap<string, string>,
): GeneratedBlock {
  const isOfFindings = rule.findings.length > 0;
  // Where nothing was looked for, the questions above the table say it once.
  const isAsked = elements.every(({ measures }) => measures.every(({ state }) => state === 'ask'));
  const rows = elements.map((element): GeneratedElement => {
    const { id, name, locations, likelihood, impact, measures } = element;
    const found = measures.filter(({ state }) => state === 'found').map((each) => writeFound(each, path));
    const open = measures
      .filter(({ state }) => state !== 'found' && state !== 'ask')
      .map((each) => writeOpen(each, path));
    const isAsking = measures.some(({ state }) => state === 'ask');
    const cells = [
      isOfFindings ? writeText(name) : `${element.kind} ${writeCell(name)}`,
      writeLinks(locations, path),
      likelihood.level,
      impact.level,
      ...(isAsked
        ? []
        : [
            found.length === 0 ? (open.length === 0 ? 'see the questions' : 'none found') : found.join('; '),
            open.length === 0
              ? isAsking
                ? 'see the questions'
                : 'none of what was looked for'
              : open.join('; '),
          ]),
    ];
    const [location] = locations;
    return {
      id: `${rule.id} ${id}`,
      name,
      text: `| ${cells.join(' | ')} |`,
      ...(location === undefined ? {} : { location }),
    };
  });
  const asked = new Map(
    elements.flatMap(({ measures }) =>
      measures.flatMap(({ state, title, question }) => (state === 'ask' ? [[title, question] as const] : [])),
    ),
  );
  const labels = rule.references.map((id) => writeReference(id, references));
  const lines = [
    `### ${rule.title}`,
    '',
    rule.description,
    '',
    `- STRIDE: ${rule.stride.map((each) => STRIDE_WORDS[each]).join(', ')}`,
    ...(labels.length === 0 ? [] : [`- References: ${labels.join(', ')}`]),
    ...writeReasons(
      'Likelihood',
      elements.map(({ likelihood }) => likelihood),
    ),
    ...writeReasons(
      'Impact',
      elements.map(({ impact }) => impact),
    ),
    ...[...asked].map(
      ([title, question]) =>
        `- **Question** that the code does not settle: ${lowerFirst(title)}? (${question})`,
    ),
    `- Residual risk as far as the code shows: ${describeResidual(elements)}`,
    '',
  ];
  const table = writeTable(
    ['Element', 'Where', 'Likelihood', 'Impact', ...(isAsked ? [] : ['Found in the code', 'Open'])],
    rows,
    '',
  );
  return {
    id: `threat-${rule.id}`,
    name: rule.title,
    content: [lines.join('\n'), ...table],
    after: decision,
  };
}

function writeReasons(what: string, ratings: readonly Rated[]): readonly string[] {
  return [...new Set(ratings.map(({ level, because }) => `- ${what} ${level}: ${because}`))];
}

function describeResidual(elements: readonly ThreatElement[]): string {
  const open = elements.filter(isOpen).length;
  if (open > 0) return `as rated, with an open point at ${open} of ${elements.length} elements.`;
  const isSettled = elements.every(({ measures }) => measures.every(({ state }) => state === 'found'));
  return isSettled
    ? 'less than rated, if what was found works as meant.'
    : 'as rated, until the questions are answered.';
}

function writeReference(id: string, references: ReadonlyMap<string, string>): string {
  const url = references.get(id);
  return url === undefined ? id : `[${id}](${url})`;
}

function writeFound({ title, detail, location }: Measure, path: string): string {
  const what = detail === undefined ? '' : ` ${writeCell(detail)}`;
  return `${title}:${what}${location === undefined ? '' : ` ${linkLine(location, path)}`}`;
}

function writeOpen(
  { title, question, state, detail = '', location, isLikely, isSuppressed }: Measure,
  path: string,
): string {
  const where = location === undefined ? '' : ` ${linkLine(location, path)}`;
  switch (state) {
    case 'missing':
      return `${title}: ${isLikely === true ? 'questioned by' : 'no, says'} ${writeCell(detail)}${where}${isSuppressed === true ? ', suppressed in the source' : ''}`;
    case 'not-met':
      if (detail === 'true' || detail === 'false') return `${title}: no, as the line shows (${question})`;
      return `${title}: the code states ${writeCell(detail)}${where} (${question})`;
    case 'unclear':
      return `${title}: known only at run time, ${writeCell(detail)} (${question})`;
    default:
      return `${title}: none found in the code (${question})`;
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Our own sentence, in which code may stand. */
function writeText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?<!\\)\|/g, '\\|')
    .replace(/<(?=[a-z!/])/gi, '&lt;');
}

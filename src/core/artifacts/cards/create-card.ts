import { escapeMarkdown } from '../../report/escape-markdown.js';
import type {
  FrontMatterValue,
  GeneratedDocument,
  GeneratedElement,
  GeneratedSection,
} from '../generated-document.js';
import { hideCredentials } from '../hide-credentials.js';
import { type CardEntry, type CardSection, QUESTION_MARKER } from './card-content.js';
import { type CardContext, groupStatements } from './card-context.js';
import { FILLS } from './fills.js';
import type { Outline } from './outline.js';
import { linkSources } from './statement-links.js';

/** Stands in a block of which the code states nothing, so that it has a place for what comes. */
const NOTHING_FOUND = '*Fairlead found nothing about this in the code.*';

/** What the code states and what is left to ask, section by section. Plain data, before any Markdown. */
function fillOutline(outline: Outline, context: CardContext): readonly CardSection[] {
  return outline.sections.map(({ id, title, level, entries }) => ({
    id,
    title,
    level,
    entries: entries.map(({ fill, label = '', advice = '', ask }): CardEntry => {
      const statements = fill === undefined ? [] : groupStatements(FILLS[fill](context));
      const isOpen = ask !== undefined && (ask.when === 'always' || statements.length === 0);
      return {
        label,
        advice,
        fill: fill ?? '',
        statements,
        ...(isOpen
          ? { question: { id: `${id}.${ask.id}`, text: ask.text, guidelines: ask.guidelines } }
          : {}),
      };
    }),
  }));
}

/** A Markdown document of an outline. */
export function createCard(
  outline: Outline,
  context: CardContext,
  frontMatter: Readonly<Record<string, FrontMatterValue>> = {},
): GeneratedDocument {
  const name = context.project.name?.value ?? context.input.projectName;
  return {
    kind: outline.kind,
    ...(Object.keys(frontMatter).length === 0 ? {} : { frontMatter }),
    opening: `# ${outline.title}: ${escapeMarkdown(name)}\n\n${outline.intro}`,
    sections: fillOutline(outline, context).map((section) => renderSection(section, outline, context)),
  };
}

function renderSection(section: CardSection, outline: Outline, context: CardContext): GeneratedSection {
  const { id, title, level, entries } = section;
  const heading = `${'#'.repeat(level)} ${title}`;
  const advice = entries.flatMap((entry) => (entry.advice === '' ? [] : [entry.advice]));
  const questions = entries.flatMap((entry) => renderQuestion(entry, outline)).join('\n');
  const hasFill = entries.some(({ fill }) => fill !== '');
  const opening = [heading, ...advice, ...(hasFill || questions === '' ? [] : [questions])].join('\n\n');
  if (!hasFill) return { id, opening, blocks: [] };
  const elements = entries.flatMap((entry) => renderStatements(entry, context));
  return {
    id,
    opening,
    blocks: [
      {
        id,
        name: title,
        content: elements.length === 0 ? [NOTHING_FOUND] : elements,
        ...(questions === '' ? {} : { after: questions }),
      },
    ],
  };
}

function renderStatements(
  { label, fill, statements }: CardEntry,
  context: CardContext,
): readonly GeneratedElement[] {
  return statements.map((statement) => {
    const [location] = statement.sources;
    const key = hideCredentials(statement.key);
    return {
      id: `${fill}:${key}`,
      name: key,
      text: `- ${label === '' ? '' : `**${label}:** `}${statement.text} ${linkSources(statement, context.input.path)}`,
      ...(location === undefined ? {} : { location }),
    };
  });
}

function renderQuestion({ label, question }: CardEntry, { questions }: Outline): readonly string[] {
  if (question === undefined) return [];
  const asked = question.guidelines.length === 0 ? '' : ` (${question.guidelines.join(', ')})`;
  const prefix = label === '' ? '' : `**${label}:** `;
  return questions === 'checkbox'
    ? [`- [ ] ${prefix}${question.text}${asked}`]
    : [`- ${prefix}${QUESTION_MARKER} ${question.text}${asked}`];
}

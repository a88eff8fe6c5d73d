import type { ItemStatus, LandmarkKind, ProjectStatus, QuestionStatus, State } from '../../core/index.js';
import { findItemStatus } from '../checklist/status-summary.js';
import type { Guideline } from '../guidelines/guideline-catalogue.js';
import { escapeMarkdown } from '../guidelines/markdown-text.js';
import { stateWords } from '../tree/state-words.js';
import { linkGuideline } from './hover-text.js';

const subjects: Readonly<Record<LandmarkKind, string>> = {
  training: 'Training a model',
  'data-loading': 'Loading data for a model',
  endpoint: 'Answering requests',
  'model-loading': 'Loading a model',
  'model-saving': 'Saving or publishing a model',
  agent: 'Letting a model act',
  'model-call': 'Asking a language model',
  prompt: 'Telling a model what to do',
  deployment: 'Deploying AI software',
  'agent-setup': 'Letting an agent work on a project',
  dependencies: 'Building on the packages of others',
};

/** Most guidelines that a hover names, and most questions of the first of them; the page has the others. */
const maxGuidelines = 4;
const maxQuestions = 3;

/** The states that need work, loudest first. */
const unsettled: readonly State[] = ['failing', 'expired', 'open'];

/**
 * Markdown for a hover over code that guidelines speak about: the guidelines with links and how they stand, and what the
 * most fitting of them still asks; at most 9 lines. Empty when there is none.
 */
export function writeLandmarkHover(
  kind: LandmarkKind,
  guidelines: readonly Guideline[],
  status: ProjectStatus | undefined,
): string {
  if (guidelines.length === 0) return '';
  const rows = guidelines
    .slice(0, maxGuidelines)
    .flatMap((guideline, index) => [
      `- ${linkGuideline(guideline, status)}`,
      ...(index === 0 ? listQuestions(findItemStatus(status, guideline.item.id)) : []),
    ]);
  return [`${subjects[kind]} is what these guidelines are about:`, '', ...rows].join('\n');
}

/** The questions that need work: what the repository breaks first, then what it can show. */
function listQuestions(item: ItemStatus | undefined): readonly string[] {
  const rank = ({ state, kind }: QuestionStatus): number =>
    2 * unsettled.indexOf(state) + (kind === 'code' ? 0 : 1);
  const asked = (item?.questions ?? []).filter(({ state }) => unsettled.includes(state));
  const shown = [...asked].sort((a, b) => rank(a) - rank(b)).slice(0, maxQuestions);
  return shown.map(({ state, question }) => `  - ${stateWords[state]}: ${escapeMarkdown(question)}`);
}

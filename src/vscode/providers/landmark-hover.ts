import type { LandmarkKind, ProjectStatus } from '../../core/index.js';
import type { Guideline } from '../guidelines/guideline-catalogue.js';
import { linkGuideline } from './hover-text.js';

const subjects: Readonly<Record<LandmarkKind, string>> = {
  training: 'Training a model',
  'data-loading': 'Loading data for a model',
  endpoint: 'Answering requests',
  'model-loading': 'Loading a model',
  'model-saving': 'Saving or publishing a model',
  agent: 'Letting a model act',
};

/** Most guidelines that a hover names; the page of each leads to the others. */
const maxGuidelines = 5;

/**
 * Markdown for a hover over code that guidelines speak about: the guidelines with links and how they stand, at most 6
 * lines. Empty when there is none.
 */
export function writeLandmarkHover(
  kind: LandmarkKind,
  guidelines: readonly Guideline[],
  status: ProjectStatus | undefined,
): string {
  if (guidelines.length === 0) return '';
  const rows = guidelines.slice(0, maxGuidelines).map((guideline) => `- ${linkGuideline(guideline, status)}`);
  return [`${subjects[kind]} is what these guidelines are about:`, '', ...rows].join('\n');
}

import type { Rated, Threat, ThreatElement } from './threat-model.js';

const levelOrder = ['high', 'medium', 'unknown', 'low'] as const;

/** The rating that a person should look at first. */
export function worse(a: Rated, b: Rated): Rated {
  return levelOrder.indexOf(b.level) < levelOrder.indexOf(a.level) ? b : a;
}

/** The ratings of a threat over its elements. */
export function summarize(elements: readonly ThreatElement[]): {
  readonly likelihood: Rated;
  readonly impact: Rated;
} {
  const pick = (ratings: readonly Rated[]): Rated =>
    ratings.reduce(worse, ratings[0] ?? { level: 'unknown', because: '' });
  return {
    likelihood: pick(elements.map((each) => each.likelihood)),
    impact: pick(elements.map((each) => each.impact)),
  };
}

const weights = { high: 3, medium: 2, unknown: 1.5, low: 1 } as const;

/** Threats by what a person should look at first: those with an open point, then by likelihood and impact. Stable. */
export function rankThreats(threats: readonly Threat[]): readonly Threat[] {
  const weigh = ({ elements }: Threat): number => {
    const { likelihood, impact } = summarize(elements);
    return weights[likelihood.level] * weights[impact.level] + (elements.some(isOpen) ? 10 : 0);
  };
  return [...threats].sort((a, b) => weigh(b) - weigh(a));
}

/** Whether something that was looked for is missing, was not found or does not count. */
export function isOpen({ measures }: ThreatElement): boolean {
  return measures.some(({ state }) => state === 'missing' || state === 'not-met' || state === 'not-found');
}

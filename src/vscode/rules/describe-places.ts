import type { Notice, Range } from '../../core/index.js';
import type { RulePlace } from './rule-place.js';

/** What is wrong with the places of a team's rules, each where the configuration names it. */
export function describePlaces(
  path: string,
  places: readonly RulePlace[],
  ranges: readonly Range[],
): readonly Notice[] {
  return places.flatMap((place, index): Notice[] => {
    const range = ranges[index];
    const message = place.problem ?? describeWrongFiles(place);
    if (range === undefined || message === undefined) return [];
    return [{ kind: 'configuration', path, message, location: { path, range } }];
  });
}

function describeWrongFiles({ name, folder, reading }: RulePlace): string | undefined {
  const wrong = new Set(reading.problems.map((problem) => problem.path)).size;
  const [first] = reading.problems;
  if (first === undefined) return undefined;
  const start = first.location?.range.start ?? { line: 0, character: 0 };
  const file = decodeURIComponent(first.path.slice((folder?.toString().length ?? 0) + 1));
  const place = `${file}:${start.line + 1}:${start.character + 1}`;
  const count = wrong === 1 ? '1 rule' : `${wrong} rules`;
  return `${count} of ${name} cannot be run: ${place}: ${first.message}`;
}

import type { SectionStatus, State } from '../guidelines/status.js';
import { STATE_WORDS } from './status-report.js';

/** States in the order of the bars, settled ones first. */
const order: readonly State[] = ['evidenced', 'attested', 'open', 'expired', 'failing', 'not-applicable'];

const rowHeight = 34;
const barTop = 16;
const barHeight = 12;
const width = 720;

/**
 * One bar per area as inline SVG: how its questions stand, settled ones first. Colours come from CSS classes
 * `state-<state>`; every figure is also there as text, so that neither colour nor picture is needed.
 *
 * @param safe makes text safe inside SVG
 */
export function drawProgress(
  sections: readonly SectionStatus[],
  label: string,
  safe: (text: string) => string,
): string {
  const rows = sections.map((section, index) => drawRow(section, index * rowHeight, safe));
  const height = sections.length * rowHeight;
  const summary = sections
    .map(({ title, progress }) => `${title}: ${progress.settled} of ${progress.applicable} settled`)
    .join('; ');
  return [
    `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${safe(`${label}. ${summary}.`)}" preserveAspectRatio="xMinYMin meet">`,
    ...rows,
    '</svg>',
  ].join('\n');
}

function drawRow(section: SectionStatus, top: number, safe: (text: string) => string): string {
  const { states, settled, applicable, percent } = section.progress;
  const total = order.reduce((sum, state) => sum + states[state], 0);
  let left = 0;
  const parts = order.flatMap((state) => {
    if (states[state] === 0) return [];
    const start = left;
    left += (states[state] / total) * width;
    const size = `x="${round(start)}" y="${top + barTop}" width="${round(left - start)}" height="${barHeight}"`;
    const title = `${states[state]} ${STATE_WORDS[state]}`;
    return [`<rect class="state-${state}" ${size}><title>${safe(title)}</title></rect>`];
  });
  const figures = `${settled} of ${applicable} (${percent} %)`;
  return [
    `<text class="label" x="0" y="${top + 11}">${safe(section.title)}</text>`,
    `<text class="figures" x="${width}" y="${top + 11}" text-anchor="end">${figures}</text>`,
    ...parts,
  ].join('\n');
}

/** Two decimals at most, the same on every machine. */
function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

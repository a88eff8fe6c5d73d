/** One series of measurements: how much was given, and what it cost. */
export interface ScaleSeries {
  readonly title: string;
  /** Of what `size` counts. */
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly seconds: number }[];
}

const WIDTH = 640;
const HEIGHT = 400;
const LEFT = 70;
const BOTTOM = 50;
const TOP = 40;
const RIGHT = 20;

/** The largest sizes, whose cost is not that of the start. */
const FITTED = 3;

/**
 * Slope of the line through the last three points in logarithms, by least squares: 1 for a cost that grows with the size.
 */
export function fitExponent({ points }: ScaleSeries): number {
  const logs = points
    .slice(-FITTED)
    .map(({ size, seconds }) => ({ x: Math.log(size), y: Math.log(seconds) }));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(logs.map((log) => log.x));
  const y = mean(logs.map((log) => log.y));
  const along = logs.reduce((sum, log) => sum + (log.x - x) * (log.y - y), 0);
  return along / logs.reduce((sum, log) => sum + (log.x - x) ** 2, 0);
}

/** A chart with logarithmic axes, as SVG. */
export function drawChart(series: ScaleSeries): string {
  const { points, title, unit } = series;
  const across = axisOf(points.map(({ size }) => size));
  const up = axisOf(points.map(({ seconds }) => seconds));
  const xOf = (size: number): number => LEFT + shareOf(size, across) * (WIDTH - LEFT - RIGHT);
  const yOf = (seconds: number): number => HEIGHT - BOTTOM - shareOf(seconds, up) * (HEIGHT - TOP - BOTTOM);
  const line = points.map(({ size, seconds }) => `${fixed(xOf(size))},${fixed(yOf(seconds))}`).join(' ');
  const exponent = fitExponent(series).toFixed(2);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${title}: exponent ${exponent}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<text x="${LEFT}" y="24" font-size="14">${title}: exponent ${exponent}</text>`,
    ...decadesOf(across).map((value) => {
      const x = fixed(xOf(value));
      return `<path d="M${x} ${TOP}V${HEIGHT - BOTTOM}" stroke="#ccc"/><text x="${x}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${value}</text>`;
    }),
    ...decadesOf(up).map((value) => {
      const y = fixed(yOf(value));
      return `<path d="M${LEFT} ${y}H${WIDTH - RIGHT}" stroke="#ccc"/><text x="${LEFT - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${value} s</text>`;
    }),
    `<text x="${WIDTH / 2}" y="${HEIGHT - 10}" text-anchor="middle">${unit}</text>`,
    `<polyline points="${line}" fill="none" stroke="#10313d" stroke-width="2"/>`,
    ...points.map(
      ({ size, seconds }) =>
        `<circle cx="${fixed(xOf(size))}" cy="${fixed(yOf(seconds))}" r="4" fill="#10313d"><title>${size}: ${seconds.toFixed(3)} s</title></circle>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

interface Axis {
  readonly from: number;
  readonly to: number;
}

/** The decades that hold all values. */
function axisOf(values: readonly number[]): Axis {
  const from = Math.floor(Math.log10(Math.min(...values)));
  return { from, to: Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values)))) };
}

function decadesOf({ from, to }: Axis): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => Number((10 ** (from + index)).toPrecision(1)));
}

function shareOf(value: number, { from, to }: Axis): number {
  return (Math.log10(value) - from) / (to - from);
}

function fixed(value: number): string {
  return value.toFixed(1);
}

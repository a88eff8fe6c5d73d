/** The looks that text reports use. */
export type Look = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green';

const codes: Readonly<Record<Look, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  green: [32, 39],
};

/** Puts ANSI escape sequences around text, or does nothing. */
export interface Painter {
  paint(look: Look, text: string): string;
}

export function createPainter(isColoured: boolean): Painter {
  if (!isColoured) return { paint: (_look, text) => text };
  return {
    paint(look, text) {
      const [on, off] = codes[look];
      return `\u001b[${on}m${text}\u001b[${off}m`;
    },
  };
}

import {
  addItem,
  digestContent,
  encodeId,
  formatBegin,
  formatEnd,
  isConflictMarker,
  isMarkerLine,
} from './document-marker.js';
import type { GeneratedBlock } from './generated-document.js';

/** A generated block as lines. */
export interface RenderedBlock {
  /** Encoded. */
  readonly id: string;
  readonly lines: readonly string[];
  readonly digest: string;
  /** Encoded ids of its elements. */
  readonly elements: ReadonlySet<string>;
}

/** Writes a block's content. What came from code cannot end the block or look like a conflict. */
export function renderBlock(block: GeneratedBlock): RenderedBlock {
  const elements = new Set<string>();
  const lines = block.content.flatMap((part) => {
    if (typeof part === 'string') return part.split(/\r?\n/).map(disarm);
    elements.add(encodeId(part.id));
    return [addItem(disarm(part.text.replace(/\s*[\r\n]+\s*/g, ' ')), part.id)];
  });
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  // Empty lines keep tables whole for readers that do not know comments.
  const spaced = ['', ...lines, ''];
  return { id: encodeId(block.id), lines: spaced, digest: digestContent(lines), elements };
}

/** The block between its markers. */
export function frameBlock({
  id,
  lines,
  digest,
}: Pick<RenderedBlock, 'id' | 'lines' | 'digest'>): readonly string[] {
  return [formatBegin({ id, digest, isGone: false }), ...lines, formatEnd(id)];
}

function disarm(line: string): string {
  const plain = line.replaceAll('<!-- fairlead:', '&lt;!-- fairlead:');
  if (isConflictMarker(plain)) return `\\${plain}`;
  return isMarkerLine(plain) ? `\\${plain}` : plain;
}

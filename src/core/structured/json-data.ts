import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type DataEntry, type DataNode, type DataReading, MAX_DEPTH } from './data-node.js';
import { tooLarge } from './yaml-data.js';

const MAX_LENGTH = 2_000_000;

/** Reads JSON with comments and trailing commas. Never throws; what is too large, too deep or broken is said. */
export function readJson(text: string): DataReading {
  if (text.length > MAX_LENGTH) return tooLarge(text.length, MAX_LENGTH);
  const deep = findDeepBracket(text, MAX_DEPTH);
  if (deep !== undefined) return { roots: [], problem: { message: 'it is nested too deeply', offset: deep } };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  const roots = tree === undefined ? [] : [toData(tree, error === undefined)];
  if (error === undefined) return { roots };
  const message = `it is not valid JSON: ${printParseErrorCode(error.error)}`;
  return { roots, problem: { message, offset: error.offset } };
}

/** Reads one JSON list of texts inside another document; undefined when the text is none. */
export function readJsonList(
  text: string,
): readonly { readonly value: string; readonly start: number; readonly end: number }[] | undefined {
  if (text.length > 100_000 || findDeepBracket(text, 8) !== undefined) return undefined;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors);
  if (errors.length > 0 || tree?.type !== 'array') return undefined;
  const items = (tree.children ?? []).map(({ value, offset, length }) => ({
    value: value as unknown,
    start: offset,
    end: offset + length,
  }));
  const texts = items.flatMap(({ value, start, end }) =>
    typeof value === 'string' ? [{ value, start, end }] : [],
  );
  return texts.length === items.length ? texts : undefined;
}

function toData(node: Node, isComplete: boolean): DataNode {
  const span = { start: node.offset, end: node.offset + node.length };
  if (node.type === 'object') {
    const entries = (node.children ?? []).flatMap((property): readonly DataEntry[] => {
      const [key, value] = property.children ?? [];
      if (key === undefined) return [];
      const keySpan = { start: key.offset, end: key.offset + key.length };
      const data = value === undefined ? nothingAt(keySpan.end) : toData(value, isComplete);
      return [
        { key: String(key.value), keySpan, value: data, span: { start: keySpan.start, end: data.span.end } },
      ];
    });
    return { kind: 'map', span, entries, isComplete, style: 'flow' };
  }
  if (node.type === 'array') {
    const items = (node.children ?? []).map((item) => toData(item, isComplete));
    return { kind: 'list', span, items, isComplete, style: 'flow' };
  }
  const value: unknown = node.value;
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return {
    kind: 'scalar',
    span,
    value: isScalar ? value : null,
    isKnown: true,
    style: node.type === 'string' ? 'quoted' : 'plain',
  };
}

function nothingAt(offset: number): DataNode {
  return {
    kind: 'scalar',
    span: { start: offset, end: offset },
    value: null,
    isKnown: false,
    style: 'plain',
  };
}

/** Offset of the first bracket deeper than a limit, texts left out. */
function findDeepBracket(text: string, limit: number): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at += 1;
      while (at < text.length && text.charCodeAt(at) !== 34 && text.charCodeAt(at) !== 10) {
        if (text.charCodeAt(at) === 92) at += 1;
        at += 1;
      }
    } else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > limit) return at;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return undefined;
}

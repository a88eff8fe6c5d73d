import type { Span } from '../source/position.js';
import type { Command } from './command.js';
import type { DataNode } from './data-node.js';
import { findEntry } from './data-node.js';
import type { Dockerfile } from './dockerfile.js';
import { enterEntry, PathPattern, type Place } from './path-pattern.js';

/** A variable of the environment that a document sets. */
export interface Variable {
  readonly name: string;
  /** Undefined when it is decided elsewhere. */
  readonly value: string | undefined;
  /** Name and value. */
  readonly span: Span;
  /** The value alone, with its quotes; absent where it does not stand by itself. */
  readonly valueSpan?: Span;
  /** How a value is written there: as it is, or as a value of YAML or JSON. */
  readonly form: 'text' | 'data';
  /** The entry or item that sets it, in documents of entries. */
  readonly place?: Place;
  readonly symbol: string;
}

/** Variables that the entries at some paths set. */
export function collectDataVariables(
  text: string,
  roots: readonly Place[],
  paths: readonly string[],
  form: Variable['form'],
): readonly Variable[] {
  const seen = new Set<DataNode>();
  return paths.flatMap((path) => {
    const pattern = new PathPattern(path);
    return roots
      .flatMap((root) => pattern.find(root))
      .flatMap((holder) => {
        if (seen.has(holder.node)) return [];
        seen.add(holder.node);
        return variablesOf(text, holder, form);
      });
  });
}

function variablesOf(text: string, holder: Place, form: Variable['form']): readonly Variable[] {
  const { node } = holder;
  if (node.kind === 'map') {
    return node.entries.flatMap((entry) => {
      const place = enterEntry({ ...holder, node }, entry);
      return entry.value.kind === 'scalar' ? [fromScalar(entry.key, entry.span, place, form)] : [];
    });
  }
  if (node.kind !== 'list') return [];
  return node.items.flatMap((item, index) => {
    const place: Place = { node: item, parent: { ...holder, node }, path: `${holder.path}[${index}]` };
    if (item.kind === 'scalar') return fromPair(text, place);
    const name = findEntry(item, 'name')?.value;
    const value = findEntry(item, 'value');
    if (item.kind !== 'map' || name?.kind !== 'scalar' || value === undefined) return [];
    return [fromScalar(String(name.value), value.span, enterEntry({ ...place, node: item }, value), form)];
  });
}

function fromScalar(name: string, span: Span, place: Place, form: Variable['form']): Variable {
  const { node } = place;
  const isScalar = node.kind === 'scalar';
  const isWritten = isScalar && node.isKnown && node.span.end > node.span.start && node.style !== 'block';
  return {
    name,
    value: isScalar && node.isKnown ? String(node.value ?? '') : undefined,
    span: isScalar && node.style === 'block' ? (place.entry?.keySpan ?? span) : span,
    ...(isWritten ? { valueSpan: node.span } : {}),
    form,
    place,
    symbol: place.path,
  };
}

/** An item `NAME=value`. */
function fromPair(text: string, place: Place): readonly Variable[] {
  const { node } = place;
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return [];
  const sign = node.value.indexOf('=');
  if (sign <= 0) return [];
  const written = text.slice(node.span.start, node.span.end);
  const offset = written.indexOf(node.value);
  const start = node.span.start + offset + sign + 1;
  return [
    {
      name: node.value.slice(0, sign),
      value: node.isKnown ? node.value.slice(sign + 1) : undefined,
      span: node.span,
      ...(offset < 0 ? {} : { valueSpan: { start, end: start + node.value.length - sign - 1 } }),
      form: 'text',
      place,
      symbol: place.path,
    },
  ];
}

/** Variables that ENV of a Dockerfile sets. */
export function collectDockerVariables({ instructions }: Dockerfile): readonly Variable[] {
  return instructions
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ settings, stage }) =>
      settings.flatMap(({ name, value, span }): readonly Variable[] =>
        value === undefined
          ? []
          : [
              {
                name: name.text,
                value: value.isKnown ? value.text.replace(/^(["'])(.*)\1$/, '$2') : undefined,
                span,
                ...(value.isWritten ? { valueSpan: value.span } : {}),
                form: 'text',
                symbol: `stage ${stage}`,
              },
            ],
      ),
    );
}

/** Variables that commands set, for themselves or with `export`. */
export function collectCommandVariables(commands: readonly Command[]): readonly Variable[] {
  return commands.flatMap(({ words, variables, span, symbol, hasProgram }): readonly Variable[] => {
    const own = variables.map(({ name, value }): Variable => {
      const isKnown = !/[$`]/.test(value);
      return { name, value: isKnown ? value : undefined, span, form: 'text', symbol };
    });
    if (!hasProgram || words[0]?.text !== 'export') return own;
    const exported = words.slice(1).flatMap((word): readonly Variable[] => {
      const sign = word.text.indexOf('=');
      if (sign <= 0) return [];
      const { start, end } = word.span;
      const isWhole = word.isWritten && end - start === word.text.length;
      return [
        {
          name: word.text.slice(0, sign),
          value: word.isKnown ? word.text.slice(sign + 1) : undefined,
          span: word.span,
          ...(isWhole ? { valueSpan: { start: start + sign + 1, end } } : {}),
          form: 'text',
          symbol,
        },
      ];
    });
    return [...own, ...exported];
  });
}

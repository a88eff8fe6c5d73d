import type { OriginKind } from '../rules/rule.js';
import type { Span } from '../source/position.js';

/** One place a value passes. */
export interface FlowStep {
  readonly span: Span;
  readonly label: string;
}

/** Where a value comes from, and the way it takes, source first. */
export interface Flow {
  readonly kind: OriginKind;
  readonly label: string;
  readonly steps: readonly FlowStep[];
}

/** The flow of a value that comes from a source at a place. */
export function originOf(source: { readonly kind: OriginKind; readonly label: string }, span: Span): Flow {
  return {
    kind: source.kind,
    label: source.label,
    steps: [{ span: { start: span.start, end: span.end }, label: `${source.label} comes from here` }],
  };
}

/** The flow with one more step, unless it is at that place already. */
export function passing(flow: Flow | undefined, span: Span, label: string): Flow | undefined {
  if (flow === undefined) return undefined;
  const last = flow.steps[flow.steps.length - 1];
  if (last !== undefined && last.span.start === span.start) return flow;
  return { ...flow, steps: [...flow.steps, { span: { start: span.start, end: span.end }, label }] };
}

import type { OriginKind } from '../rules/rule.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { Scope } from './scope.js';

/** One place a value passes. */
export interface FlowStep {
  readonly span: Span;
  readonly label: string;
  /** The file it is in; absent when the module was opened without one. */
  readonly source: ModuleText | undefined;
}

/** Where a value comes from, and the way it takes, source first. */
export interface Flow {
  readonly kind: OriginKind;
  readonly label: string;
  readonly steps: readonly FlowStep[];
  /** True when somebody looks at the value on the way, how thoroughly cannot be told, or a person is asked. */
  readonly isChecked?: true;
}

/** The flow of a value that comes from a source at a place. */
export function originOf(
  source: { readonly kind: OriginKind; readonly label: string },
  span: Span,
  { model }: Scope,
): Flow {
  const first: FlowStep = {
    span: { start: span.start, end: span.end },
    label: `${source.label} comes from here`,
    source: model.source,
  };
  return { kind: source.kind, label: source.label, steps: [first] };
}

/** The flow with one more step, unless it is at that place already. `scope`: one of the module of the span. */
export function passing(
  flow: Flow | undefined,
  span: Span,
  label: string,
  { model: { source } }: Scope,
): Flow | undefined {
  if (flow === undefined) return undefined;
  const last = flow.steps[flow.steps.length - 1];
  if (last !== undefined && last.span.start === span.start && last.source === source) return flow;
  const step: FlowStep = { span: { start: span.start, end: span.end }, label, source };
  return { ...flow, steps: [...flow.steps, step] };
}

/** The flow of a value that was looked at on the way; the check stands at `span`. */
export function checkedBy(flow: Flow, span: Span, label: string, scope: Scope): Flow {
  return { ...(passing(flow, span, label, scope) ?? flow), isChecked: true };
}

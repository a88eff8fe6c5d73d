import type { Variable } from '../../structured/collect-variables.js';
import { matchesGlob } from '../../structured/image-name.js';
import type { StructuredDocument } from '../../structured/read-document.js';
import type { VariableMatch } from '../document-match.js';
import type { DataValue } from './data-value.js';
import type { DocumentHit } from './document-hit.js';
import type { ValueJudge } from './judge-value.js';

/** Variables of the environment that a rule names and whose value passes. */
export function findVariables(
  { names, value: test }: VariableMatch,
  document: StructuredDocument,
  judge: ValueJudge,
): readonly DocumentHit[] {
  return document.variables.flatMap((variable) => {
    const { name, span, symbol, place } = variable;
    if (!names.some((wanted) => matchesGlob(name, wanted))) return [];
    // A name in escapes: what a rule is needed for is told by the words of a text.
    if (place !== undefined && !document.text.includes(name)) return [];
    const value = toValue(variable, document.unknown);
    if (test !== undefined && !judge.judge(test, value)) return [];
    return [{ span, document, value, variable, name, symbol, ...(place === undefined ? {} : { place }) }];
  });
}

function toValue({ value, valueSpan, span }: Variable, unknown: RegExp | undefined): DataValue {
  const isKnown = value !== undefined && unknown?.test(value) !== true;
  return {
    constant: isKnown ? { value } : undefined,
    items: [],
    span: valueSpan ?? span,
    isWritten: valueSpan !== undefined && isKnown,
    isHidden: !isKnown,
  };
}

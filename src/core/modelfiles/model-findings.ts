import type { Finding, Level } from '../findings/finding.js';
import { Fingerprinter } from '../findings/fingerprint.js';
import { isSecondaryPath } from '../findings/secondary-path.js';
import { lowerLevel } from '../rules/judge-match.js';
import type { Rule } from '../rules/rule.js';
import type { ModelFileFinding, ModelFileReport } from './model-file.js';

/** Level of a finding in a model file; a project's own level for the rule comes first. */
const LEVEL_OF: Readonly<Record<ModelFileFinding['verdict'], Level>> = {
  dangerous: 'error',
  unknown: 'warning',
  'not-verified': 'note',
};

/** How findings in model files are judged by a project. */
export interface ModelFindingOptions {
  readonly rules: readonly Rule[];
  /** Level by rule id; `off` drops its findings. */
  readonly levels: Readonly<Record<string, Level | 'off'>>;
  /** Fingerprints that the baseline knows; they are marked as suppressed by it. */
  readonly known?: ReadonlySet<string>;
  /** Whether files of tests and examples count one level less, as in a check; not when somebody asks about one file. */
  readonly judgesPlace?: boolean;
}

/**
 * What was found in a model file as findings beside those of code: on the first line, with the place in the bytes in
 * `binary` and the member of an archive as symbol. In the order of the report.
 */
export function createModelFindings(
  report: ModelFileReport,
  { rules, levels, known, judgesPlace = false }: ModelFindingOptions,
): readonly Finding[] {
  const fingerprinter = new Fingerprinter();
  const isLowered = judgesPlace && isSecondaryPath(report.path);
  return report.findings.flatMap(({ ruleId, verdict, message, offset, member, chain, references }) => {
    const own = levels[ruleId];
    const symbol = member.join('!');
    const fingerprint = fingerprinter.next(ruleId, report.path, symbol, message);
    if (own === 'off') return [];
    const start = { line: 0, character: 0 };
    const finding: Finding = {
      ruleId,
      level: own ?? (isLowered ? lowerLevel(LEVEL_OF[verdict]) : LEVEL_OF[verdict]),
      confidence: verdict === 'dangerous' ? 'high' : 'medium',
      message,
      location: { path: report.path, range: { start, end: start } },
      related: [],
      isFlow: false,
      fixes: [],
      guidelines: rules.find(({ id }) => id === ruleId)?.guidelines ?? [],
      fingerprint,
      symbol,
      binary: {
        ...(offset === undefined ? {} : { offset }),
        member,
        chain,
        ...(references === undefined ? {} : { references }),
      },
      ...(known?.has(fingerprint) === true ? { suppression: { kind: 'baseline', reason: '' } } : {}),
    };
    return [finding];
  });
}

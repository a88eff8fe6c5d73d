import { describeVerdict, listSecondOpinions, summariseTensors } from './inspection.js';
import type { Inspection } from './inspection-text.js';
import { TOOL_NAME } from './report.js';

/** Raised when a field of the report changes its meaning or goes away; new fields do not raise it. */
const INSPECTION_SCHEMA_VERSION = 1;

/** Inspected files as JSON text, two-space indented and ended by `\n`: the reports with levels, hash and figures. */
export function formatInspectionsJson(
  toolVersion: string,
  inspections: readonly Inspection[],
  hasTensors: boolean,
): string {
  const files = inspections.map(({ report, findings, sha256 }) => {
    const { tensors, findings: _found, ...rest } = report;
    return {
      ...rest,
      ...(sha256 === undefined ? {} : { sha256 }),
      verdictSentence: describeVerdict(report.verdict).sentence,
      findings: findings.map(({ ruleId, level, message, binary, guidelines, fingerprint, suppression }) => ({
        ruleId,
        level,
        message,
        ...binary,
        guidelines,
        fingerprint,
        ...(suppression === undefined ? {} : { suppression }),
      })),
      tensorSummary: summariseTensors(report),
      ...(hasTensors ? { tensors } : {}),
      secondOpinions: listSecondOpinions(report),
    };
  });
  const tool = { name: TOOL_NAME, version: toolVersion };
  return `${JSON.stringify({ schemaVersion: INSPECTION_SCHEMA_VERSION, tool, files }, null, 2)}\n`;
}

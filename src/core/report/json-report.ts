import type { BinaryPlace, Confidence, Finding, Level, Notice } from '../findings/finding.js';
import type { Location, TextEdit } from '../source/document.js';
import type { Range } from '../source/position.js';
import { createGuidelineIndex, type GuidelineIndex } from './guideline-index.js';
import { type Report, type Summary, sortFindings, sortNotices, summarise, TOOL_NAME } from './report.js';

/** Raised when a field of the JSON report changes its meaning or goes away; new fields do not raise it. */
export const JSON_SCHEMA_VERSION = 1;

/** Line and column from 1, the column in UTF-16 code units. */
export interface JsonPosition {
  readonly line: number;
  readonly column: number;
}

/** `end` is the position after the last character. */
export interface JsonRange {
  readonly start: JsonPosition;
  readonly end: JsonPosition;
}

export interface JsonLocation {
  /** Relative to `root`, with `/`. */
  readonly path: string;
  /** In the file, or in the cell's text when `cell` is there. */
  readonly range: JsonRange;
  /** Index over all cells of a notebook, from 0. */
  readonly cell?: number;
  /** In the notebook's raw JSON. */
  readonly rawRange?: JsonRange;
}

export interface JsonEdit extends JsonLocation {
  readonly newText: string;
  /** What to put into `rawRange`. */
  readonly rawNewText?: string;
}

export interface JsonFinding extends JsonLocation {
  readonly ruleId: string;
  readonly caseId?: string;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly message: string;
  /** Qualified name of the enclosing function or class; empty at module level. */
  readonly symbol: string;
  /** Place in a model file: bytes from the start of the innermost member, and how a call is built. */
  readonly binary?: BinaryPlace;
  readonly guidelines: readonly { readonly id: string; readonly title: string; readonly url?: string }[];
  /** Steps from cause to effect when `isFlow`, else places of interest. */
  readonly related: readonly (JsonLocation & { readonly message: string })[];
  readonly isFlow: boolean;
  readonly fixes: readonly {
    readonly title: string;
    readonly keepsBehaviour: boolean;
    readonly edits: readonly JsonEdit[];
  }[];
  /** Fixes that need a value, which `{choice}` in their edits stands for; `--fix` never makes them. Absent for none. */
  readonly choices?: readonly {
    readonly title: string;
    readonly question: string;
    readonly options: readonly { readonly value: string; readonly label: string }[];
    /** The value is a full commit of this repository of the Hugging Face Hub. */
    readonly commitOf?: { readonly kind: 'model' | 'dataset'; readonly repository: string };
    /** ECMAScript expression for what may be given instead of an option. */
    readonly pattern?: string;
    readonly edits: readonly JsonEdit[];
  }[];
  /** Equal for the same problem in later scans; 16 hexadecimal digits. */
  readonly fingerprint: string;
  readonly suppression?: { readonly kind: 'in-source' | 'baseline'; readonly reason: string };
}

export interface JsonNotice {
  readonly kind: Notice['kind'];
  readonly path: string;
  readonly message: string;
  readonly location?: JsonLocation;
}

/** The JSON report. Suppressed findings are listed, with `suppression`, and not counted. */
export interface JsonReport {
  readonly schemaVersion: typeof JSON_SCHEMA_VERSION;
  readonly tool: { readonly name: string; readonly version: string };
  readonly root: string;
  readonly summary: Summary & { readonly files: number };
  readonly findings: readonly JsonFinding[];
  readonly notices: readonly JsonNotice[];
}

/** The report as JSON text, two-space indented and ended by `\n`; its shape is {@link JsonReport}. */
export function formatJson(report: Report): string {
  return `${JSON.stringify(buildJsonReport(report), null, 2)}\n`;
}

/** The report as plain data. */
function buildJsonReport(report: Report): JsonReport {
  const guidelines = createGuidelineIndex(report.frameworks, report.taxonomies);
  return {
    schemaVersion: JSON_SCHEMA_VERSION,
    tool: { name: TOOL_NAME, version: report.toolVersion },
    root: report.root,
    summary: { files: report.fileCount, ...summarise(report.findings) },
    findings: sortFindings(report.findings).map((finding) => convertFinding(finding, guidelines)),
    notices: sortNotices(report.notices).map(({ kind, path, message, location }) => ({
      kind,
      path,
      message,
      ...(location === undefined ? {} : { location: convertLocation(location) }),
    })),
  };
}

function convertFinding(finding: Finding, guidelines: GuidelineIndex): JsonFinding {
  const { suppression } = finding;
  return {
    ruleId: finding.ruleId,
    ...(finding.caseId === undefined ? {} : { caseId: finding.caseId }),
    level: finding.level,
    confidence: finding.confidence,
    message: finding.message,
    ...convertLocation(finding.location),
    symbol: finding.symbol,
    ...(finding.binary === undefined ? {} : { binary: finding.binary }),
    guidelines: finding.guidelines.map((id) => {
      const entry = guidelines.findItem(id)?.entry;
      return { id, title: entry?.title ?? id, ...(entry?.url === undefined ? {} : { url: entry.url }) };
    }),
    related: finding.related.map((step) => ({ ...convertLocation(step.location), message: step.message })),
    isFlow: finding.isFlow,
    fixes: finding.fixes.map(({ title, keepsBehaviour, edits }) => ({
      title,
      keepsBehaviour,
      edits: edits.map(convertEdit),
    })),
    ...(finding.choices === undefined
      ? {}
      : { choices: finding.choices.map((choice) => ({ ...choice, edits: choice.edits.map(convertEdit) })) }),
    fingerprint: finding.fingerprint,
    ...(suppression === undefined
      ? {}
      : { suppression: { kind: suppression.kind, reason: suppression.reason } }),
  };
}

function convertEdit({ location, newText, rawNewText }: TextEdit): JsonEdit {
  return {
    ...convertLocation(location),
    newText,
    ...(rawNewText === undefined ? {} : { rawNewText }),
  };
}

/** A place with lines and columns from 1. */
export function convertLocation({ path, range, cell, rawRange }: Location): JsonLocation {
  return {
    path,
    range: convertRange(range),
    ...(cell === undefined ? {} : { cell }),
    ...(rawRange === undefined ? {} : { rawRange: convertRange(rawRange) }),
  };
}

function convertRange({ start, end }: Range): JsonRange {
  return {
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
  };
}

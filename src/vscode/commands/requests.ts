import { type ReportFormat, reportFormats } from '../checklist/report-formats.js';
import type { FindingTarget } from '../tree/tree-model.js';

/** Which finding a command is about. Plain JSON. */
export interface FindingRequest {
  /** URI of the text or cell. */
  readonly document: string;
  readonly ruleId: string;
  readonly fingerprint: string;
}

/** Which fix of a finding needs a value. Plain JSON. */
export interface ChoiceRequest extends FindingRequest {
  /** Of the fix. */
  readonly title: string;
}

/** Which rule to turn off, and where. Plain JSON. */
export interface RuleRequest {
  /** URI of a text or cell of the workspace folder. */
  readonly document: string;
  readonly ruleId: string;
}

/** Which question to attest or withdraw. Plain JSON. */
export interface QuestionRequest {
  /** URI of the workspace folder; absent to take the only one, or to ask. */
  readonly folder?: string;
  readonly id: string;
}

/** Which report to write, and where. Plain JSON. */
export interface ExportRequest {
  readonly format: ReportFormat;
  /** URI of the file; absent to ask. */
  readonly file?: string;
}

// Commands can be called by anyone, with anything: what is no request gives undefined.

export function parseFindingRequest(value: unknown): FindingRequest | undefined {
  const request = parseRuleRequest(value);
  const fingerprint = readField(value, 'fingerprint');
  return request && typeof fingerprint === 'string' ? { ...request, fingerprint } : undefined;
}

export function parseChoiceRequest(value: unknown): ChoiceRequest | undefined {
  const request = parseFindingRequest(value);
  const title = readField(value, 'title');
  return request && typeof title === 'string' ? { ...request, title } : undefined;
}

export function parseRuleRequest(value: unknown): RuleRequest | undefined {
  const document = readField(value, 'document');
  const ruleId = readField(value, 'ruleId');
  return typeof document === 'string' && typeof ruleId === 'string' ? { document, ruleId } : undefined;
}

export function parseFindingTarget(value: unknown): FindingTarget | undefined {
  const file = readField(value, 'file');
  const cell = readField(value, 'cell');
  const start = parsePosition(readField(readField(value, 'range'), 'start'));
  const end = parsePosition(readField(readField(value, 'range'), 'end'));
  if (typeof file !== 'string' || !start || !end) return undefined;
  return typeof cell === 'number' ? { file, range: { start, end }, cell } : { file, range: { start, end } };
}

/** Takes an id, a request, or a row of the sidebar that holds one. */
export function parseQuestionRequest(value: unknown): QuestionRequest | undefined {
  if (typeof value === 'string') return { id: value };
  const request = readField(readField(value, 'node') ?? value, 'question') ?? value;
  const id = readField(request, 'id');
  const folder = readField(request, 'folder');
  if (typeof id !== 'string') return undefined;
  return typeof folder === 'string' ? { folder, id } : { id };
}

export function parseExportRequest(value: unknown): ExportRequest | undefined {
  const format = readField(value, 'format');
  const file = readField(value, 'file');
  if (typeof format !== 'string' || !Object.hasOwn(reportFormats, format)) return undefined;
  const known = format as ReportFormat;
  return typeof file === 'string' ? { format: known, file } : { format: known };
}

function parsePosition(value: unknown): FindingTarget['range']['start'] | undefined {
  const line = readField(value, 'line');
  const character = readField(value, 'character');
  return isIndex(line) && isIndex(character) ? { line, character } : undefined;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

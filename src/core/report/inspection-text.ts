import type { Finding, Level } from '../findings/finding.js';
import type { ModelFileReport, ModelVerdict } from '../modelfiles/model-file.js';
import {
  describeSize,
  describeTensor,
  describeVerdict,
  formatBytes,
  formatCount,
  listSecondOpinions,
  nameFormat,
  summariseTensors,
} from './inspection.js';
import { makePrintable } from './printable.js';
import { createPainter, type Look, type Painter } from './text-painter.js';

/** One inspected file for a report. */
export interface Inspection {
  readonly report: ModelFileReport;
  /** Of the report, as the project judges them. */
  readonly findings: readonly Finding[];
  /** 64 hexadecimal digits; absent when the file was not hashed. */
  readonly sha256?: string;
}

/** How the text looks. */
export interface InspectionTextOptions {
  readonly isColoured: boolean;
  /** True to list every tensor instead of figures. */
  readonly hasTensors: boolean;
  /** True for one line per file and finding. */
  readonly isBrief: boolean;
}

const LOOKS: Readonly<Record<ModelVerdict, Look>> = {
  dangerous: 'red',
  unknown: 'yellow',
  'not-verified': 'yellow',
  'nothing-found': 'bold',
};
const LEVEL_LOOKS: Readonly<Record<Level, Look>> = {
  error: 'red',
  warning: 'yellow',
  note: 'cyan',
  hint: 'dim',
};
const MAX_LISTED = 40;

/** What was found in one file, for people: lines, each ended by `\n`. Characters that could steer a terminal are escaped. */
export function formatInspectionText(inspection: Inspection, options: InspectionTextOptions): string {
  const { report, findings, sha256 } = inspection;
  const painter = createPainter(options.isColoured);
  const { name, sentence } = describeVerdict(report.verdict);
  const verdict = painter.paint(LOOKS[report.verdict], name.toUpperCase());
  const head = `${painter.paint('bold', makePrintable(report.path))}  ${verdict}`;
  const counted = findings.filter(({ suppression }) => suppression === undefined);
  if (options.isBrief) {
    const place = makePrintable(report.path);
    return toText([head, ...counted.map((one) => `${place}:1:1  ${headline(one, painter)}`)]);
  }
  const lines = [
    `${head}: ${sentence}`,
    label('format', [nameFormat(report.format), ...report.details.map(nameValue)].join(', ')),
    label('size', describeSize(report.size)),
    label('sha256', sha256 ?? 'not computed for a file of this size; ask for it with --hash'),
    ...counted.flatMap((finding) => ['', `  ${headline(finding, painter)}`, ...describePlace(finding)]),
    ...(counted.length > 0 ? [''] : []),
    ...section('not read', report.unread, painter),
    ...section('imports', listImports(report), painter),
    ...section(
      options.hasTensors ? 'tensors' : 'tensors (--tensors lists them)',
      listTensors(report, options),
      painter,
    ),
    ...section('metadata', limit(report.metadata.map(nameValue), MAX_LISTED), painter),
    ...(report.conversion === undefined ? [] : [label('instead', report.conversion)]),
    ...section('second opinion (not run)', listSecondOpinions(report), painter),
  ];
  return toText(lines);
}

function toText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function headline({ level, message, ruleId }: Finding, painter: Painter): string {
  return `${painter.paint(LEVEL_LOOKS[level], level)}  ${makePrintable(message)}  [${ruleId}]`;
}

function describePlace({ binary, guidelines }: Finding): readonly string[] {
  const { offset, member = [], chain = [], references = [] } = binary ?? {};
  const where = member.length === 0 ? 'the file' : member.join(' > ');
  const place = offset === undefined ? where : `${where}, byte ${offset} (0x${offset.toString(16)})`;
  return [
    `      in ${makePrintable(place)}`,
    ...(chain.length === 0 ? [] : [`      by ${chain.map(makePrintable).join(' -> ')}`]),
    ...(guidelines.length === 0 ? [] : [`      guideline ${guidelines.join(', ')}`]),
    ...(references.length === 0 ? [] : [`      see ${references.join(', ')}`]),
  ];
}

function listImports({ imports }: ModelFileReport): readonly string[] {
  const width = Math.max(0, ...imports.map(({ verdict }) => verdict.length));
  const rows = imports.map(
    ({ name, verdict, reason, count }) =>
      `${verdict.padEnd(width)}  ${name}${count > 1 ? ` (${count} times)` : ''}: ${reason}`,
  );
  return limit(rows, MAX_LISTED);
}

function listTensors(report: ModelFileReport, { hasTensors }: InspectionTextOptions): readonly string[] {
  if (report.tensorCount === 0) return [];
  const { count, elements, bytes, types } = summariseTensors(report);
  const size = bytes > 0 ? `, ${formatBytes(bytes)}` : '';
  const kinds = types.map(({ dtype, count: number }) => `${dtype} ${formatCount(number)}`).join(', ');
  const figures = `${formatCount(count)} with ${formatCount(elements)} elements${size}: ${kinds}`;
  if (!hasTensors) return [figures];
  const listed = report.tensors.map((tensor) => {
    const bytesOfOne = tensor.bytes === undefined ? '' : `  ${formatBytes(tensor.bytes)}`;
    return `${[...tensor.member, tensor.name].join(' > ')}  ${describeTensor(tensor)}${bytesOfOne}`;
  });
  const rest = report.tensorCount - report.tensors.length;
  return [figures, ...listed, ...(rest > 0 ? [`and ${formatCount(rest)} more, which are not listed`] : [])];
}

function limit(rows: readonly string[], most: number): readonly string[] {
  if (rows.length <= most) return rows;
  return [...rows.slice(0, most), `and ${formatCount(rows.length - most)} more: --format json has them all`];
}

function section(name: string, rows: readonly string[], painter: Painter): readonly string[] {
  if (rows.length === 0) return [];
  return [`  ${painter.paint('bold', name)}`, ...rows.map((row) => `    ${makePrintable(row)}`)];
}

function label(name: string, value: string): string {
  return `  ${name.padEnd(8)} ${makePrintable(value)}`;
}

function nameValue({ name, value }: { readonly name: string; readonly value: string }): string {
  return `${name}: ${value}`;
}

import type { BinaryPlace, Finding, ModelFileReport, TensorInfo } from '../../core/index.js';
import {
  describeSize,
  describeVerdict,
  formatBytes,
  formatCount,
  listSecondOpinions,
  makePrintable,
  nameFormat,
  summariseTensors,
} from '../../core/index.js';
import type { GuidelineCatalogue } from '../guidelines/guideline-catalogue.js';
import { commandUri } from '../guidelines/markdown-text.js';
import type { TargetFinder } from '../page/references.js';
import type { PageFinding, PageLink, PageReport, PageTensor } from './page/messages.js';

/** What links are made from. */
export interface LinkSource {
  readonly guidelines: GuidelineCatalogue;
  /** The engine's look-up of taxonomy ids. */
  readonly findTarget: TargetFinder;
}

/** Taxonomies that a finding in a model file links to, in this order. */
const linkedTaxonomies = ['cwe', 'mitre-atlas'];
/** Most tensors in one message to the page. */
const tensorsPerMessage = 10_000;

/** What was found, in the words of the command line, with characters that could mislead the eye escaped. */
export function describeInspection(
  report: ModelFileReport,
  findings: readonly Finding[],
  source: LinkSource,
): PageReport {
  const counted = findings.filter(({ suppression }) => suppression === undefined);
  const { name, sentence } = describeVerdict(report.verdict);
  return {
    verdict: { kind: report.verdict, name, sentence },
    facts: [
      { name: 'Format', value: nameFormat(report.format) },
      { name: 'Size', value: describeSize(report.size) },
      ...report.details.map(({ name: key, value }) => ({ name: capitalise(show(key)), value: show(value) })),
    ],
    findings: counted.map((finding) => describeFinding(finding, source)),
    hiddenCount: report.findings.length - counted.length,
    unread: report.unread.map(show),
    imports: report.imports.map(({ name: global, verdict, reason, count, member, offset }) => ({
      name: show(global),
      verdict,
      reason: show(reason),
      count: formatCount(count),
      place: describePlace({ member, offset, chain: [] }),
    })),
    metadata: report.metadata.map(({ name: key, value }) => ({ name: show(key), value: showLines(value) })),
    tensorCount: report.tensorCount,
    listedTensors: report.tensors.length,
    tensorSummary: describeTensors(report),
    ...(report.conversion === undefined ? {} : { conversion: show(report.conversion) }),
    secondOpinions: listSecondOpinions(report).map(show),
  };
}

/** The tensors in parts that are sent one by one. */
export function* partTensors({ tensors }: ModelFileReport): Generator<readonly PageTensor[]> {
  for (let at = 0; at < tensors.length; at += tensorsPerMessage) {
    yield tensors.slice(at, at + tensorsPerMessage).map(describeTensorRow);
  }
}

function describeTensorRow({ name, dtype, shape, bytes, member }: TensorInfo): PageTensor {
  return [
    show(name),
    show(dtype),
    shape.length === 0 ? 'scalar' : `[${shape.join(', ')}]`,
    bytes === undefined ? '' : formatBytes(bytes),
    bytes ?? -1,
    show(member.join(' > ')),
  ];
}

function describeTensors(report: ModelFileReport): string {
  if (report.tensorCount === 0) return '';
  const { count, elements, bytes, types } = summariseTensors(report);
  const kinds = types.slice(0, 6).map(({ dtype, count: number }) => `${show(dtype)} ${formatCount(number)}`);
  return [
    `${formatCount(count)} ${count === 1 ? 'tensor' : 'tensors'}`,
    `${formatCount(elements)} elements`,
    ...(bytes > 0 ? [formatBytes(bytes)] : []),
    kinds.join(' + ') + (types.length > 6 ? ` and ${types.length - 6} more types` : ''),
  ].join(', ');
}

function describeFinding(finding: Finding, source: LinkSource): PageFinding {
  const { ruleId, level, message, binary, guidelines } = finding;
  const rule = source.guidelines.findRule(ruleId);
  return {
    level,
    message: show(message),
    place: describePlace(binary),
    chain: (binary?.chain ?? []).map(show),
    rule: { text: ruleId, title: rule?.title ?? ruleId, href: commandUri('fairlead.showRule', ruleId) },
    guidelines: source.guidelines.listGuidelines(guidelines).map(({ item, label }) => ({
      text: label,
      title: item.shortTitle,
      href: commandUri('fairlead.openGuideline', item.id),
    })),
    references: listReferences(finding, source),
  };
}

/** CWE and ATLAS entries of the finding itself, then those of its rule. */
function listReferences({ ruleId, binary }: Finding, { guidelines, findTarget }: LinkSource): PageLink[] {
  const own = binary?.references ?? [];
  const rule = guidelines.findRule(ruleId)?.references ?? {};
  return linkedTaxonomies.flatMap((taxonomy) => {
    const ids = new Set([...own, ...((rule as Record<string, readonly string[]>)[taxonomy] ?? [])]);
    return [...ids].flatMap((id) => {
      const target = findTarget(guidelines.knowledge, { taxonomy, id });
      return target === undefined ? [] : [{ text: target.label, title: target.title, href: target.url }];
    });
  });
}

function describePlace(place: BinaryPlace | undefined): string {
  const { member, offset } = place ?? { member: [], offset: undefined };
  const where = member.map(show).join(' > ');
  const byte = offset === undefined ? '' : `byte ${formatCount(offset)} (0x${offset.toString(16)})`;
  return [where, byte].filter((part) => part !== '').join(', ');
}

function show(text: string): string {
  return makePrintable(text);
}

function showLines(text: string): string {
  return text.split(/\r?\n/).map(show).join('\n');
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import type * as Sarif from 'sarif';
import type { Finding, Fix, Notice } from '../findings/finding.js';
import { createGuidelineIndex } from './guideline-index.js';
import { type Report, sortFindings, sortNotices } from './report.js';
import {
  buildArtifactLocation,
  buildCellProperties,
  buildLocation,
  buildReplacement,
  createMessage,
} from './sarif-locations.js';
import { describeRules, toSarifLevel } from './sarif-rules.js';
import { createSarifLog, describeRoot, nameDriver } from './sarif-run.js';

const noticeDescriptors: readonly (Sarif.ReportingDescriptor & { readonly id: Notice['kind'] })[] = [
  { id: 'not-scanned', shortDescription: { text: 'A file or folder was not scanned.' } },
  { id: 'partly-scanned', shortDescription: { text: 'A part of a file was not scanned.' } },
  { id: 'configuration', shortDescription: { text: 'Something in the configuration needs attention.' } },
];

/** The report as SARIF 2.1.0 text, two-space indented and ended by `\n`; see {@link buildSarifLog}. */
export function formatSarif(report: Report): string {
  return `${JSON.stringify(buildSarifLog(report), null, 2)}\n`;
}

/**
 * The report as one SARIF run. Paths are relative to `%SRCROOT%`. A finding in a notebook has its region in the
 * raw JSON, and the cell in its properties. Notices are notifications of the invocation, never results. All rules that ran
 * are listed, those with results in full.
 */
export function buildSarifLog(report: Report): Sarif.Log {
  const guidelines = createGuidelineIndex(report.frameworks, report.taxonomies);
  const findings = sortFindings(report.findings);
  const found = new Set(findings.map(({ ruleId }) => ruleId));
  const { rules, indexes, taxonomies } = describeRules(report.rules, guidelines, (id) => found.has(id));
  const hasSuppressions = findings.some((finding) => finding.suppression !== undefined);
  return createSarifLog({
    tool: {
      driver: {
        ...nameDriver(report.toolVersion),
        rules: [...rules],
        notifications: [...noticeDescriptors],
        supportedTaxonomies: taxonomies.map(({ name }, index) => ({ name, index })),
      },
    },
    taxonomies: [...taxonomies],
    invocations: [buildInvocation(sortNotices(report.notices))],
    ...describeRoot(report.root),
    columnKind: 'utf16CodeUnits',
    newlineSequences: ['\r\n', '\n', '\r'],
    results: findings.map((finding) => buildResult(finding, indexes.get(finding.ruleId), hasSuppressions)),
  });
}

/**
 * @param hasSuppressions true when any result of the run is suppressed: the format then wants every result to say
 *   whether it is
 */
function buildResult(
  finding: Finding,
  ruleIndex: number | undefined,
  hasSuppressions: boolean,
): Sarif.Result {
  const { fingerprint, related } = finding;
  const fixes = finding.fixes.flatMap((fix) => buildFix(fix) ?? []);
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: toSarifLevel(finding.level),
    message: createMessage(finding.message),
    locations: [
      {
        ...buildLocation(finding.location),
        ...(finding.symbol === '' ? {} : { logicalLocations: [{ fullyQualifiedName: finding.symbol }] }),
      },
    ],
    fingerprints: { 'fairlead/v1': fingerprint },
    // The second name is the one GitHub compares results by.
    partialFingerprints: { 'fairlead/v1': fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map(({ location, message }, index) => ({
            id: index + 1,
            ...buildLocation(location, message),
          })),
        }),
    ...(finding.isFlow && related.length > 0 ? { codeFlows: [buildCodeFlow(finding)] } : {}),
    ...(fixes.length === 0 ? {} : { fixes }),
    ...(hasSuppressions ? { suppressions: buildSuppressions(finding) } : {}),
    properties: {
      ...buildCellProperties(finding.location),
      ...(finding.caseId === undefined ? {} : { case: finding.caseId }),
      ...(finding.binary === undefined ? {} : { ...finding.binary }),
      fairleadLevel: finding.level,
      confidence: finding.confidence,
      guidelines: [...finding.guidelines],
    },
  };
}

/** The path of the value, ending at the finding itself. */
function buildCodeFlow(finding: Finding): Sarif.CodeFlow {
  const steps = [...finding.related, { location: finding.location, message: finding.message }];
  return {
    threadFlows: [
      {
        locations: steps.map(({ location, message }, index) => ({
          location: buildLocation(location, message),
          executionOrder: index + 1,
          importance: index === 0 || index === steps.length - 1 ? 'essential' : 'important',
        })),
      },
    ],
  };
}

/** A fix by file; undefined when an edit has no form for the artifact, since a fix applies whole or not at all. */
function buildFix(fix: Fix): Sarif.Fix | undefined {
  const changes = new Map<string, Sarif.Replacement[]>();
  for (const edit of fix.edits) {
    const replacement = buildReplacement(edit);
    if (replacement === undefined) return undefined;
    const list = changes.get(edit.location.path);
    if (list === undefined) changes.set(edit.location.path, [replacement]);
    else list.push(replacement);
  }
  if (changes.size === 0) return undefined;
  return {
    description: createMessage(fix.title),
    artifactChanges: [...changes].map(([path, replacements]) => ({
      artifactLocation: buildArtifactLocation(path),
      replacements,
    })),
    properties: { keepsBehaviour: fix.keepsBehaviour },
  };
}

function buildSuppressions({ suppression }: Finding): Sarif.Suppression[] {
  if (suppression === undefined) return [];
  return [
    {
      kind: suppression.kind === 'in-source' ? 'inSource' : 'external',
      status: 'accepted',
      ...(suppression.reason === '' ? {} : { justification: suppression.reason }),
    },
  ];
}

function buildInvocation(notices: readonly Notice[]): Sarif.Invocation {
  const convert = (notice: Notice): Sarif.Notification => {
    const index = noticeDescriptors.findIndex((descriptor) => descriptor.id === notice.kind);
    return {
      descriptor: { id: notice.kind, index },
      level: 'warning',
      message: createMessage(notice.message),
      locations: [
        notice.location === undefined
          ? { physicalLocation: { artifactLocation: buildArtifactLocation(notice.path) } }
          : buildLocation(notice.location),
      ],
    };
  };
  return {
    executionSuccessful: true,
    toolExecutionNotifications: notices.filter(({ kind }) => kind !== 'configuration').map(convert),
    toolConfigurationNotifications: notices.filter(({ kind }) => kind === 'configuration').map(convert),
  };
}

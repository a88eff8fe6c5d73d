import type * as Sarif from 'sarif';
import type { FrameworkStatus, QuestionStatus, State } from '../guidelines/status.js';
import { buildCellProperties, buildLocation, createMessage } from './sarif-locations.js';
import { createSarifLog, describeRoot, describeTaxonomy, nameDriver } from './sarif-run.js';
import type { StatusReport } from './status-report.js';

/** What SARIF calls a state. Open and expired answers want a look; the others are settled one way or the other. */
const kinds: Readonly<Record<State, Sarif.Result.kind>> = {
  failing: 'fail',
  expired: 'review',
  open: 'open',
  attested: 'pass',
  evidenced: 'pass',
  'not-applicable': 'notApplicable',
};

/**
 * The status as SARIF 2.1.0 text: each framework is a taxonomy whose entries are its items, each question a rule that
 * points to its item, and each state a result of the fitting kind. Only failing ones have a level other than `none`.
 */
export function formatStatusSarif(report: StatusReport): string {
  return `${JSON.stringify(buildLog(report), null, 2)}\n`;
}

function buildLog({ status, toolVersion, root }: StatusReport): Sarif.Log {
  const { frameworks } = status;
  const rules = frameworks.flatMap(describeQuestions);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return createSarifLog({
    tool: {
      driver: {
        ...nameDriver(toolVersion),
        rules,
        supportedTaxonomies: frameworks.map(({ id }, index) => ({ name: id, index })),
      },
    },
    taxonomies: frameworks.map(describeFramework),
    ...describeRoot(root),
    columnKind: 'utf16CodeUnits',
    properties: {
      date: status.date,
      remarks: [...status.remarks],
      progress: Object.fromEntries(frameworks.map(({ id, progress }) => [id, progress])),
    },
    results: frameworks.flatMap((framework) =>
      framework.sections.flatMap((section) =>
        section.items.flatMap((item) =>
          item.questions.map((question) =>
            buildResult(question, indexes.get(question.id) ?? -1, item.id, framework),
          ),
        ),
      ),
    ),
  });
}

function describeFramework(framework: FrameworkStatus): Sarif.ToolComponent {
  return describeTaxonomy(
    framework,
    framework.sections.flatMap((section) =>
      section.items.map((item) => ({
        id: item.id,
        name: `${framework.shortTitle} ${item.number}`,
        shortDescription: { text: item.shortTitle },
        helpUri: item.url,
        properties: { state: item.state, reason: item.reason },
      })),
    ),
  );
}

function describeQuestions(framework: FrameworkStatus, index: number): Sarif.ReportingDescriptor[] {
  return framework.sections.flatMap((section) =>
    section.items.flatMap((item) =>
      item.questions.map((question) => ({
        id: question.id,
        shortDescription: { text: question.question },
        help: { text: question.hint },
        helpUri: item.url,
        defaultConfiguration: { level: 'note' as const },
        relationships: [
          { target: { id: item.id, toolComponent: { name: framework.id, index } }, kinds: ['superset'] },
        ],
      })),
    ),
  );
}

function buildResult(
  question: QuestionStatus,
  ruleIndex: number,
  item: string,
  framework: FrameworkStatus,
): Sarif.Result {
  const [first, ...others] = question.locations;
  const isFailing = question.state === 'failing';
  return {
    ruleId: question.id,
    ruleIndex,
    kind: kinds[question.state],
    level: isFailing ? 'note' : 'none',
    message: createMessage(question.reason),
    ...(first === undefined ? {} : { locations: [buildLocation(first)] }),
    ...(others.length === 0
      ? {}
      : { relatedLocations: others.map((each, index) => ({ id: index + 1, ...buildLocation(each) })) }),
    taxa: [{ id: item, toolComponent: { name: framework.id } }],
    partialFingerprints: { 'fairleadQuestion/v1': question.id },
    properties: {
      ...(first === undefined ? {} : buildCellProperties(first)),
      state: question.state,
      kind: question.kind,
      ...(question.attestation === undefined ? {} : { attestation: question.attestation }),
    },
  };
}

import type { AttestationStatus, Progress, State } from '../guidelines/status.js';
import { convertLocation, type JsonLocation } from './json-report.js';
import { TOOL_NAME } from './report.js';
import { JSON_STATUS_VERSION, type StatusChange } from './status-compare.js';
import type { StatusReference } from './status-references.js';
import { referencesOf, type StatusReport } from './status-report.js';

/** The status as JSON. States are those of `State`; figures count questions. */
export interface JsonStatusReport {
  readonly kind: 'status';
  readonly schemaVersion: typeof JSON_STATUS_VERSION;
  readonly tool: { readonly name: string; readonly version: string };
  /** What paths are relative to, for people. */
  readonly root: string;
  /** The day for which it holds, `YYYY-MM-DD`. */
  readonly date: string;
  /** What a reader should know about the assessment itself. */
  readonly remarks: readonly string[];
  readonly frameworks: readonly JsonFrameworkStatus[];
  /** Present when it was compared with an earlier report. */
  readonly changes?: readonly StatusChange[];
}

export interface JsonFrameworkStatus {
  readonly id: string;
  readonly title: string;
  readonly edition: string;
  readonly url: string;
  readonly progress: Progress;
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly progress: Progress;
    readonly items: readonly JsonItemStatus[];
  }[];
}

export interface JsonItemStatus {
  readonly id: string;
  readonly number: string;
  /** The official title when `titleIsExact`, else our own short title. */
  readonly title: string;
  readonly titleIsExact: boolean;
  readonly url: string;
  readonly roles: readonly string[];
  readonly stages: readonly string[];
  readonly state: State;
  readonly reason: string;
  readonly progress: Progress;
  /** Published guidance the item is linked to, and whether a publication states the link. */
  readonly references?: readonly StatusReference[];
  readonly questions: readonly JsonQuestionStatus[];
}

export interface JsonQuestionStatus {
  readonly id: string;
  readonly question: string;
  readonly kind: 'code' | 'attestation';
  readonly state: State;
  readonly reason: string;
  /** At most 20. */
  readonly locations: readonly JsonLocation[];
  /** All places, listed or not. */
  readonly locationCount: number;
  readonly attestation?: AttestationStatus;
}

/** The status as JSON text, two-space indented and ended by `\n`; its shape is {@link JsonStatusReport}. */
export function formatStatusJson(report: StatusReport): string {
  return `${JSON.stringify(buildJson(report), null, 2)}\n`;
}

function buildJson(report: StatusReport): JsonStatusReport {
  const { toolVersion, root, status, changes, references } = report;
  return {
    kind: 'status',
    schemaVersion: JSON_STATUS_VERSION,
    tool: { name: TOOL_NAME, version: toolVersion },
    root,
    date: status.date,
    remarks: status.remarks,
    frameworks: status.frameworks.map(({ id, title, edition, url, progress, sections }) => ({
      id,
      title,
      edition,
      url,
      progress,
      sections: sections.map((section) => ({
        id: section.id,
        title: section.title,
        progress: section.progress,
        items: section.items.map((item) => ({
          id: item.id,
          number: item.number,
          title: item.title,
          titleIsExact: item.titleIsExact,
          url: item.url,
          roles: item.roles,
          stages: item.stages,
          state: item.state,
          reason: item.reason,
          progress: item.progress,
          ...(references === undefined ? {} : { references: referencesOf(report, item.id) }),
          questions: item.questions.map((question) => ({
            id: question.id,
            question: question.question,
            kind: question.kind,
            state: question.state,
            reason: question.reason,
            locations: question.locations.map(convertLocation),
            locationCount: question.locationCount,
            ...(question.attestation === undefined ? {} : { attestation: question.attestation }),
          })),
        })),
      })),
    })),
    ...(changes === undefined ? {} : { changes }),
  };
}

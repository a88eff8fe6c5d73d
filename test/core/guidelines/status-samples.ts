import { assessProject, type ProjectInput } from '../../../src/core/guidelines/assess-project.js';
import type { EvidenceBase, QuestionEvidence } from '../../../src/core/guidelines/evidence.js';
import type { Framework } from '../../../src/core/guidelines/framework.js';
import type { ProjectStatus, QuestionStatus } from '../../../src/core/guidelines/status.js';
import type { Finding, Landmark, Notice } from '../../../src/core/index.js';

const question = (id: string, kind: 'code' | 'attestation') => ({
  id,
  question: `Is ${id} done?`,
  kind,
  hint: 'A record.',
});
const item = { titleIsExact: true, summary: 'It is done.', url: 'https://example.org/fw' };

/** Two items: three questions, then one. */
export const sampleFramework: Framework = {
  id: 'fw',
  title: 'A framework',
  shortTitle: 'FW',
  publisher: 'Somebody',
  date: '2025-01-31',
  edition: 'First',
  order: 1,
  url: 'https://example.org/fw',
  licence: { name: 'Not stated' },
  counts: { sections: 1, items: 2, questions: 4 },
  sections: [
    {
      id: 'fw-1',
      number: '1',
      title: 'A section',
      items: [
        {
          ...item,
          id: 'fw-1.1',
          number: '1.1',
          title: 'Do it',
          shortTitle: 'Do it well',
          stages: ['training'],
          roles: ['model-developer'],
          checklist: [
            question('fw-1.1.q1', 'code'),
            question('fw-1.1.q2', 'code'),
            question('fw-1.1.q3', 'attestation'),
          ],
        },
        {
          ...item,
          id: 'fw-1.2',
          number: '1.2',
          title: 'Keep it',
          shortTitle: 'Keep it',
          titleIsExact: false,
          stages: ['operation'],
          roles: ['deployer'],
          checklist: [question('fw-1.2.q1', 'code')],
        },
      ],
    },
  ],
};

/** Evidence with some facts and file sets, and the entries given. */
function sampleEvidence(entries: readonly QuestionEvidence[]): EvidenceBase {
  return {
    fileSets: [
      { id: 'card', title: 'a model card', paths: ['MODEL_CARD.md'] },
      { id: 'ci', title: 'a CI workflow', paths: ['.github/workflows/*.yml'] },
    ],
    facts: [
      { id: 'serves', title: 'a server', landmarks: ['endpoint'], imports: ['flask'] },
      { id: 'limit', title: 'a rate limit', matches: [] },
    ],
    questions: entries,
  };
}

/** An input in which nothing speaks for or against anything. */
export function sampleInput(
  entries: readonly QuestionEvidence[],
  extra: Partial<ProjectInput> = {},
): ProjectInput {
  return {
    frameworks: [sampleFramework],
    evidence: sampleEvidence(entries),
    paths: ['a.py'],
    texts: [],
    findings: [],
    landmarks: [],
    notices: [],
    project: { packages: {} },
    rulesOff: [],
    attestations: [],
    today: '2026-11-23',
    ...extra,
  };
}

/** The status of one question. */
export function assessOne(id: string, input: ProjectInput): QuestionStatus {
  const found = listQuestionStatuses(assessProject(input)).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no question ${id}`);
  return found;
}

function listQuestionStatuses(status: ProjectStatus): readonly QuestionStatus[] {
  return status.frameworks.flatMap(({ sections }) =>
    sections.flatMap(({ items }) => items.flatMap(({ questions }) => questions)),
  );
}

const range = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 4 } });

export function createFinding(ruleId: string, path = 'a.py', extra: Partial<Finding> = {}): Finding {
  return {
    ruleId,
    level: 'warning',
    confidence: 'high',
    message: 'It runs code.',
    location: { path, range: range(2) },
    related: [],
    isFlow: false,
    fixes: [],
    guidelines: ['fw-1.1'],
    fingerprint: '0123456789abcdef',
    symbol: '',
    ...extra,
  };
}

export function createHit(fact: string, path = 'a.py'): Finding {
  return createFinding(`fact/${fact}/0`, path, { level: 'hint' });
}

export function createLandmark(kind: Landmark['kind'], path = 'a.py'): Landmark {
  return { kind, name: 'f', location: { path, range: range(1) }, guidelines: [] };
}

export function createNotice(path: string): Notice {
  return { kind: 'not-scanned', path, message: 'Not scanned: it is damaged' };
}

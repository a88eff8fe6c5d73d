import type {
  Finding,
  Framework,
  Item,
  ItemStatus,
  ProjectStatus,
  QuestionStatus,
  Rule,
  State,
} from '../../../src/core/index.js';
import { combineStates, measureProgress } from '../../../src/core/index.js';

/** An item with everything a test does not care about filled in. */
export function sampleItem(id: string, number: string, extra: Partial<Item> = {}): Item {
  return {
    id,
    number,
    title: `Official title ${number}`,
    titleIsExact: true,
    shortTitle: `Short title ${number}`,
    summary: `Summary of ${number}.`,
    url: `https://example.org/${number}`,
    stages: ['design'],
    roles: ['deployer'],
    checklist: [{ id: `${id}.q1`, question: 'Is it done?', kind: 'code', hint: 'Look in the code.' }],
    ...extra,
  };
}

export function sampleFramework(id: string, sections: Framework['sections']): Framework {
  return {
    id,
    title: `Title of ${id}`,
    shortTitle: id.toUpperCase(),
    publisher: 'A publisher',
    order: 1,
    date: '2023-11-27',
    edition: 'first edition',
    url: 'https://example.org/',
    licence: { name: 'Open licence', url: 'https://example.org/licence' },
    counts: { sections: sections.length, items: 0, questions: 0 },
    sections,
  };
}

export function sampleFinding(extra: Partial<Finding> & { line?: number; cell?: number } = {}): Finding {
  const { line = 0, cell, ...rest } = extra;
  const range = { start: { line, character: 0 }, end: { line, character: 4 } };
  return {
    ruleId: 'python/load-unsafe',
    level: 'warning',
    confidence: 'high',
    message: 'load runs code from the file: pass safe=True.',
    location: cell === undefined ? { path: 'a.py', range } : { path: 'a.py', range, cell },
    related: [],
    isFlow: false,
    fixes: [],
    guidelines: ['ncsc-2.1'],
    fingerprint: '0123456789abcdef',
    symbol: '',
    ...rest,
  };
}

export function sampleRule(extra: Partial<Rule> = {}): Rule {
  return {
    id: 'python/load-unsafe',
    title: 'Loading runs code from the file',
    level: 'warning',
    confidence: 'high',
    languages: ['python'],
    stage: 'deployment',
    guidelines: ['ncsc-2.1'],
    references: {},
    message: 'load runs code from the file: pass safe=True.',
    why: 'Whoever can replace the file\ncan run code here.',
    match: { kind: 'call', names: ['lib.load'] },
    report: 'each',
    overrides: [],
    equivalents: [],
    sources: [],
    examples: {
      bad: [{ code: 'import lib\nlib.load(p)\n', fixed: 'import lib\nlib.load(p, safe=True)\n' }],
      good: [],
    },
    ...extra,
  };
}

/** A status of one framework with one section: the states of the questions of each item. */
export function sampleStatus(states: Readonly<Record<string, readonly State[]>>): ProjectStatus {
  const items = Object.entries(states).map(([id, list]): ItemStatus => {
    const questions = list.map(
      (state, index): QuestionStatus => ({
        id: `${id}.q${index + 1}`,
        question: `Is it done ${index + 1}?`,
        kind: 'code',
        hint: 'Look in the code.',
        state,
        reason: `Because of ${index + 1}.`,
        locations: [],
        locationCount: 0,
      }),
    );
    const { number, title, titleIsExact, shortTitle, url, roles, stages } = sampleItem(id, '1');
    return {
      ...{ id, number, title, titleIsExact, shortTitle, url, roles, stages },
      state: combineStates(questions),
      reason: 'Because.',
      progress: measureProgress(questions),
      questions,
    };
  });
  const progress = measureProgress(items.flatMap(({ questions }) => questions));
  const { id, title, shortTitle, publisher, edition, url } = sampleFramework('sample', []);
  const sections = [{ id: 'sample-all', title: 'All', progress, items }];
  return {
    date: '2025-01-01',
    frameworks: [{ id, title, shortTitle, publisher, edition, url, progress, sections }],
    remarks: [],
  };
}

/** The same status with places at every question. */
export function placeAt(
  status: ProjectStatus,
  locations: QuestionStatus['locations'],
  locationCount: number,
): ProjectStatus {
  return {
    ...status,
    frameworks: status.frameworks.map((framework) => ({
      ...framework,
      sections: framework.sections.map((section) => ({
        ...section,
        items: section.items.map((item) => ({
          ...item,
          questions: item.questions.map((question) => ({ ...question, locations, locationCount })),
        })),
      })),
    })),
  };
}

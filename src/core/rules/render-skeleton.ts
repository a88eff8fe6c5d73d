import { DOCUMENT_KINDS, type DocumentKind } from '../structured/document-kind.js';
import { RULE_ID } from './rule-id.js';

/** A rule that is being started. */
export interface RuleStart {
  /** `<area>/<thing>-<problem>`; a team writes its own name first. */
  readonly id: string;
  /** What it looks at, one of {@link AREA_NAMES} or a kind of document; absent when the id begins with it. */
  readonly area?: string;
  /** What it matches: a qualified name, an instruction, a command, a path, a variable or a package. */
  readonly subject: string;
}

/** Kinds of documents that the rules of an area read; other areas are languages of code or kinds themselves. */
const AREAS: Readonly<Record<string, readonly DocumentKind[]>> = {
  docker: ['dockerfile'],
  commands: ['dockerfile', 'shell', 'github-workflow'],
  containers: ['compose', 'kubernetes'],
  compose: ['compose'],
  kubernetes: ['kubernetes'],
  'github-actions': ['github-workflow'],
  mcp: ['mcp-config'],
  agents: ['agent-settings'],
  dependencies: ['requirements', 'pyproject'],
  serving: ['dockerfile', 'shell', 'compose', 'kubernetes'],
  configs: ['yaml', 'json', 'toml'],
};

/** Areas that a rule can be started in, for messages. */
export const AREA_NAMES: readonly string[] = ['python', 'javascript', ...Object.keys(AREAS)];

/** What a subject looks like, by area. */
export const AREA_SUBJECTS: Readonly<Record<string, string>> = {
  python: 'torch.load',
  javascript: 'openai.OpenAI',
  docker: 'USER',
  compose: 'privileged',
  kubernetes: 'spec.hostNetwork',
  'github-actions': 'permissions.contents',
  mcp: 'mcpServers.thing',
  agents: 'permissions.allow',
  dependencies: 'torch',
  serving: 'vllm serve',
  configs: 'trust_remote_code',
};

/**
 * Text of a rule file that already works on its own example; every line that needs thought says so in capitals.
 *
 * @returns undefined when the id is none, there is no such area, or the subject does not fit it
 */
export function renderSkeleton(start: RuleStart): string | undefined {
  const { id, subject, area = id.slice(0, id.indexOf('/')) } = start;
  if (!RULE_ID.test(id)) return undefined;
  if (area === 'python' || area === 'javascript') {
    return /^[@\w./*()-]+$/.test(subject) ? renderRule(id, [area], renderCode(area, subject)) : undefined;
  }
  const kinds = AREAS[area] ?? DOCUMENT_KINDS.filter((kind) => kind === area);
  const [kind] = kinds;
  if (kind === undefined) return undefined;
  const body = renderDocument(kind, area, subject);
  return body === undefined ? undefined : renderRule(id, kinds, body);
}

function renderRule(id: string, languages: readonly string[], body: string): string {
  return `id: ${id}
title: SAY WHAT GOES WRONG
level: note
confidence: medium
languages: [${languages.join(', ')}]
stage: ${languages[0] === 'python' ? 'training' : 'deployment'}
guidelines: [ncsc-1.3]
references: {}
message: SAY RISK AND REMEDY; do something else.
why: >-
  SAY IN TWO OR THREE SENTENCES HOW IT IS EXPLOITED.
${body}`;
}

function renderCode(area: 'python' | 'javascript', name: string): string {
  const module = name.includes('.') ? name.slice(0, name.indexOf('.')) : name;
  const rest = name.includes('.') ? name.slice(name.indexOf('.') + 1) : 'call';
  const [load, option, off] =
    area === 'python'
      ? [`import ${module}\n\n        ${name}(`, 'path, OPTION=True', 'path, OPTION=False']
      : [
          `import * as lib from '${module}';\n\n        lib.${rest}(`,
          'path, { OPTION: true }',
          'path, { OPTION: false }',
        ];
  return renderMatch(
    `kind: call\n  names: ['${name}']\n  where: { argument: { OPTION: { equals: true } } }`,
    'NAME THE DOCUMENTATION THAT SAYS SO',
    `${load}${option})`,
    3,
    `${load}${off})`,
  );
}

/** A rule on documents; what the subject looks like decides what it matches. */
function renderDocument(kind: DocumentKind, area: string, subject: string): string | undefined {
  const source = 'NAME THE DOCUMENTATION THAT SAYS SO';
  if (area === 'dependencies') {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(subject)) return undefined;
    const match = `kind: requirement\n  names: [${subject}]\n  versions: { equals: '' }`;
    return renderMatch(match, source, subject, 1, `${subject}==1.0`);
  }
  const indent = '        ';
  if (kind === 'dockerfile' && /^[A-Z]+$/.test(subject)) {
    const match = `kind: instruction\n  names: [${subject}]\n  where: { argument: { '@0': { equals: VALUE } } }`;
    const from = `FROM python:3.12-slim\n${indent}`;
    return renderMatch(match, source, `${from}${subject} VALUE`, 2, `${from}${subject} other`);
  }
  if (kind === 'dockerfile' && /^[\w@/.:-]+(?: [\w@/.:-]+)*$/.test(subject)) {
    const match = `kind: command\n  names: [${subject}]\n  at: --OPTION\n  where: { argument: { '--OPTION': { is: present } } }`;
    const from = `FROM python:3.12-slim\n${indent}RUN `;
    return renderMatch(match, source, `${from}${subject} --OPTION`, 2, `${from}${subject}`);
  }
  if (!/^[\w-]+(?:\.[\w-]+)*$/.test(subject)) return undefined;
  const keys = subject.split('.');
  const head = HEADS[kind] ?? '';
  const match = `kind: entry\n  paths: [${subject}]\n  value: { equals: true }`;
  const isJson = kind === 'mcp-config' || kind === 'agent-settings';
  const write = (value: boolean): string =>
    isJson
      ? `${keys.map((key) => `{ "${key}": `).join('')}${value}${' }'.repeat(keys.length)}`
      : `${head}${keys.map((key, level) => `${'  '.repeat(level)}${key}:`).join(`\n${indent}`)} ${value}`;
  const line = isJson ? 1 : head.split('\n').length - 1 + keys.length;
  const path = kind === 'yaml' ? 'settings.yaml' : undefined;
  return renderMatch(match, source, write(true), line, write(false), path);
}

const HEADS: Readonly<Partial<Record<DocumentKind, string>>> = {
  kubernetes: 'apiVersion: v1\n        kind: Pod\n        ',
  compose: 'services: {}\n        ',
  'litellm-config': '# litellm\n        ',
};

function renderMatch(
  match: string,
  source: string,
  bad: string,
  line: number,
  good: string,
  path?: string,
): string {
  const at = path === undefined ? '' : `      path: ${path}\n`;
  return `match:
  ${match}
sources: [${source}]
examples:
  bad:
    - name: The common form
${at}      lines: [${line}]
      code: |
        ${bad}
  good:
    - name: SOMETHING THAT LOOKS ALIKE AND IS HARMLESS
${at}      code: |
        ${good}
`;
}

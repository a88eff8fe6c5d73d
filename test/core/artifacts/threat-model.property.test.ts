import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { mergeDocument } from '../../../src/core/artifacts/merge-document.js';
import { buildThreatModel } from '../../../src/core/artifacts/threat-model/build-threat-model.js';
import { writeOpenThreatModel } from '../../../src/core/artifacts/threat-model/write-open-threat-model.js';
import { writeThreatDragon } from '../../../src/core/artifacts/threat-model/write-threat-dragon.js';
import { writeThreatModel } from '../../../src/core/artifacts/threat-model/write-threat-model.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import type { InventoryFact } from '../../../src/core/inventory/inventory.js';
import { constant, createFinding, createInventory, factAt } from '../../support/inventory.js';

const { threats: rules } = loadKnowledge(process.cwd());
const markdown = new MarkdownIt();

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '|',
        '`',
        '``',
        '\\',
        '\n',
        '\r\n',
        '<!-- fairlead:end threats -->',
        '-->',
        '<b>',
        ']',
        '](x)',
        '"',
        '#',
        '%',
        ' ',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));
const path = fc.constantFrom('a.py', 'src/b c.py', 'src/(d)|e.py', 'n/é`.ipynb', 'src/[x].py');
const base = fc.tuple(text, path, fc.nat(500)).map(([name, file, line]) => factAt(name, file, line + 1));
const value = fc.oneof(
  text.map(constant),
  text.map((each) => ({ kind: 'expression' as const, text: each })),
);
const place = fc.constantFrom('hub', 'file', 'url', 'bucket', 'database', 'library', 'registry', 'unknown');

const fact: fc.Arbitrary<InventoryFact> = fc.oneof(
  fc.tuple(base, value, place).map(([each, reference, from]) => ({
    ...each,
    kind: 'dataset' as const,
    place: from,
    reference,
    revision: reference,
    loader: each.name,
    use: 'training' as const,
  })),
  fc
    .tuple(base, value, place, fc.constantFrom(true, false, undefined))
    .map(([each, reference, from, mayRunCode]) => ({
      ...each,
      kind: 'model' as const,
      role: 'base' as const,
      place: from,
      reference,
      loader: each.name,
      mayRunCode,
    })),
  fc.tuple(base, fc.boolean()).map(([each, isGuarded]) => ({
    ...each,
    kind: 'endpoint' as const,
    framework: 'flask',
    protocol: 'http' as const,
    methods: [],
    inputs: [],
    ...(isGuarded ? { authentication: { name: each.name, location: each.location } } : {}),
  })),
  base.map((each) => ({
    ...each,
    kind: 'tool' as const,
    framework: 'x',
    reaches: ['shell' as const, 'network' as const],
  })),
  base.map((each) => ({
    ...each,
    kind: 'llm-call' as const,
    provider: each.name,
    callee: '',
    parameters: [],
    inputs: ['request'],
    isLocal: false,
  })),
);
const finding: fc.Arbitrary<Finding> = fc
  .tuple(path, fc.nat(500), text)
  .map(([file, line, message]) => createFinding('python/flask-debug', file, line + 1, message));

describe('threat model, by property', () => {
  it('makes a whole document of whatever the code holds', () => {
    fc.assert(
      fc.property(
        fc.array(fact, { maxLength: 40 }),
        fc.array(finding, { maxLength: 3 }),
        (facts, findings) => {
          const model = buildThreatModel('p', createInventory(facts), findings, rules);
          const document = writeThreatModel(model, 'docs/THREAT_MODEL.md', new Map());
          const merged = mergeDocument(undefined, document);
          assert.ok(merged.isMerged);
          const again = mergeDocument(merged.text, document);
          assert.ok(again.isMerged, JSON.stringify(again));
          assert.equal(again.text, merged.text);
          assert.ok(model.dataFlow.nodes.length <= 25);
          checkTables(merged.text);
          const nodes = new Set(model.dataFlow.nodes.map(({ id }) => id));
          for (const { from, to } of model.dataFlow.flows) assert.ok(nodes.has(from) && nodes.has(to));
          JSON.parse(writeOpenThreatModel(model));
          JSON.parse(writeThreatDragon(model));
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Every row that was written is a row of a table with as many cells as its head. */
function checkTables(document: string): void {
  const rows = document
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\|(?: --- \|)+$/.test(line)).length;
  const tokens = markdown.parse(document, {});
  assert.equal(tokens.filter(({ type }) => type === 'tr_open').length, rows, 'a row is not a row');
  for (const line of document.split('\n')) {
    if (!line.startsWith('| ')) continue;
    assert.ok(line.endsWith(' |'), line);
  }
  const heads = [...document.matchAll(/^(\| .*\|)\n\| ---.*\n((?:\|.*\n)*)/gm)];
  for (const [, head = '', body = ''] of heads) {
    const cells = countCells(head);
    for (const row of body.split('\n').filter((line) => line !== ''))
      assert.equal(countCells(row), cells, row);
  }
}

function countCells(row: string): number {
  return row.replace(/\\\\/g, '').replace(/\\\|/g, '').split('|').length;
}

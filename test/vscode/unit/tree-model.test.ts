import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/index.js';
import { createOutsideNode, describePlace, FindingNodes } from '../../../src/vscode/tree/finding-nodes.js';
import {
  buildTree,
  buildTreeInSteps,
  countLoud,
  type TreeNode,
} from '../../../src/vscode/tree/tree-model.js';
import { sampleFinding, sampleFramework, sampleItem, sampleStatus } from './samples.js';

const frameworks = [
  sampleFramework('ncsc', [
    { id: 'ncsc-1', number: '1', title: 'Design', items: [sampleItem('ncsc-1.1', '1.1')] },
    {
      id: 'ncsc-2',
      number: '2',
      title: 'Development',
      items: [sampleItem('ncsc-2.1', '2.1'), sampleItem('ncsc-2.2', '2.2')],
    },
  ]),
  sampleFramework('g7', [{ id: 'g7-all', title: 'Principles', items: [sampleItem('g7-1', '1')] }]),
];

const file = (finding: Finding, name = 'a.py') => ({ file: `file:///w/${name}`, fileLabel: name, finding });

function listNodes(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...listNodes(node.children)]);
}

function find(nodes: readonly TreeNode[], id: string): TreeNode {
  const node = listNodes(nodes).find((candidate) => candidate.id === id);
  assert.ok(node, `no node ${id}`);
  return node;
}

describe('buildTree', () => {
  it('holds every framework, section and item, with or without findings', () => {
    const tree = buildTree(frameworks, []);
    const labels = listNodes(tree).map(({ kind, label, description }) =>
      `${kind}: ${label} ${description}`.trim(),
    );
    assert.deepEqual(labels, [
      'framework: NCSC',
      'section: 1 Design',
      'item: 1.1 Short title 1.1',
      'question: Is it done?',
      'section: 2 Development',
      'item: 2.1 Short title 2.1',
      'question: Is it done?',
      'item: 2.2 Short title 2.2',
      'question: Is it done?',
      'framework: G7',
      'section: Principles',
      'item: 1 Short title 1',
      'question: Is it done?',
    ]);
  });

  it('counts a finding of two items once for their section and framework', () => {
    const finding = sampleFinding({ guidelines: ['ncsc-2.1', 'ncsc-2.2', 'g7-1'] });
    const tree = buildTree(frameworks, [file(finding)]);
    const counts = ['ncsc', 'ncsc-1', 'ncsc-2', 'ncsc-2.1', 'ncsc-2.2', 'g7', 'g7-1'].map(
      (id) => find(tree, id).description,
    );
    assert.deepEqual(counts, ['1', '', '1', '1', '1', '1', '1']);
    assert.equal(find(tree, 'ncsc-2.1').accessibleLabel, '2.1 Short title 2.1, 1 finding');
  });

  it('lists findings by file, cell and line, with the place first', () => {
    const tree = buildTree(frameworks, [
      file(sampleFinding({ line: 9, fingerprint: '1' }), 'src/b.py'),
      file(sampleFinding({ line: 4, fingerprint: '2' }), 'src/b.py'),
      file(sampleFinding({ line: 1, cell: 2, fingerprint: '3' }), 'a.ipynb'),
      file(sampleFinding({ line: 7, cell: 0, fingerprint: '4' }), 'a.ipynb'),
    ]);
    const children = find(tree, 'ncsc-2.1').children.filter(({ kind }) => kind === 'finding');
    assert.deepEqual(
      children.map(({ label }) => label),
      ['a.ipynb:cell 1:8', 'a.ipynb:cell 3:2', 'b.py:5', 'b.py:10'],
    );
    assert.equal(children[2]?.accessibleLabel.startsWith('warning, src/b.py:5, load runs'), true);
    assert.deepEqual(children[1]?.target, {
      file: 'file:///w/a.ipynb',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
      cell: 2,
    });
  });

  it('gives every node an id of its own, even for equal findings', () => {
    const finding = sampleFinding({ guidelines: ['ncsc-2.1', 'g7-1'] });
    const ids = listNodes(buildTree(frameworks, [file(finding), file(finding)])).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('leaves out suppressed findings', () => {
    const finding = sampleFinding({ suppression: { kind: 'in-source', reason: 'checked' } });
    assert.equal(find(buildTree(frameworks, [file(finding)]), 'ncsc').count, 0);
  });
});

describe('buildTree with a status', () => {
  const framework = sampleFramework('sample', [
    { id: 'sample-all', title: 'All', items: [sampleItem('a-1', '1'), sampleItem('a-2', '2')] },
  ]);
  const folder = 'file:///w';
  const status = sampleStatus({ 'a-1': ['failing', 'attested', 'open'], 'a-2': ['not-applicable'] });

  it('shows progress above, and states with their reason below', () => {
    const tree = buildTree([framework], [], { status, folder });
    assert.equal(find(tree, 'sample').description, '1 of 3');
    assert.equal(find(tree, 'sample-all').accessibleLabel, 'All, 1 of 3 settled, no findings');
    const item = find(tree, 'a-1');
    assert.equal(item.state, 'failing');
    assert.equal(item.description, 'failing, 1 of 3');
    assert.match(item.tooltip, /failing: Because\.$/);
    assert.equal(find(tree, 'a-2').description, 'not applicable');
    const question = find(tree, 'a-1.q1');
    assert.equal(question.label, 'Is it done 1?', 'a narrow sidebar has no room for what the icon says');
    assert.equal(question.description, 'failing');
    assert.equal(question.accessibleLabel, 'failing, Is it done 1? Because of 1.');
  });

  it('gives a box to questions only', () => {
    const boxed = listNodes(buildTree([framework], [], { status, folder })).filter(
      ({ isAttested }) => isAttested !== undefined,
    );
    assert.deepEqual([...new Set(boxed.map(({ kind }) => kind))], ['question']);
    assert.deepEqual(boxed[0]?.question, { folder, id: 'a-1.q1' });
    assert.ok(!listNodes(buildTree([framework], [])).some(({ isAttested }) => isAttested !== undefined));
  });

  it('ticks the box while an attestation counts, whatever else the state follows from', () => {
    const [first] = status.frameworks;
    assert.ok(first);
    const withAttestation = (until: string) => ({
      ...status,
      frameworks: [
        {
          ...first,
          sections: first.sections.map((section) => ({
            ...section,
            items: section.items.map((item) => ({
              ...item,
              questions: item.questions.map((question) => ({
                ...question,
                attestation: { by: 'Ada', date: '2025-01-01', reason: 'Seen.', until },
              })),
            })),
          })),
        },
      ],
    });
    for (const [until, expected] of [
      ['2025-06-01', true],
      ['2025-05-31', false],
    ] as const) {
      const options = { status: withAttestation(until), folder, today: '2025-06-01' };
      assert.equal(find(buildTree([framework], [], options), 'a-1.q1').isAttested, expected);
    }
  });

  it('lists places below their question, with an address', () => {
    const [first] = status.frameworks;
    const range = { start: { line: 4, character: 0 }, end: { line: 4, character: 1 } };
    const [section] = first?.sections ?? [];
    const [item] = section?.items ?? [];
    const [question] = item?.questions ?? [];
    assert.ok(first && section && item && question);
    const located = { ...question, locations: [{ path: 'src/a b.py', range }], locationCount: 30 };
    const changed = {
      ...status,
      frameworks: [{ ...first, sections: [{ ...section, items: [{ ...item, questions: [located] }] }] }],
    };
    const row = find(buildTree([framework], [], { status: changed, folder }), 'a-1.q1');
    assert.match(row.tooltip, /30 places in all/);
    assert.equal(row.children[0]?.label, 'a b.py:5');
    assert.equal(row.children[0]?.target?.file, 'file:///w/src/a%20b.py');
  });

  it('leaves out what the status leaves out', () => {
    const less = sampleStatus({ 'a-2': ['open'] });
    const ids = listNodes(buildTree([framework], [], { status: less, folder })).map(({ id }) => id);
    assert.deepEqual(ids, ['sample', 'sample-all', 'a-2', 'a-2.q1']);
  });

  it('filters by role before the status is known', () => {
    const tree = buildTree([framework], [], { filter: { role: 'model-developer' } });
    assert.deepEqual(
      listNodes(tree).map(({ id }) => id),
      ['sample'],
    );
  });

  it('keeps the ids of two folders apart', () => {
    const trees = ['one#', 'two#'].flatMap((prefix) =>
      buildTree([framework], [], { status, folder, prefix }),
    );
    const ids = listNodes(trees).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('countLoud', () => {
  it('counts warnings and errors that are not suppressed', () => {
    const levels = ['error', 'warning', 'note', 'hint'] as const;
    const findings = levels.map((level) => sampleFinding({ level }));
    const quiet = sampleFinding({ suppression: { kind: 'baseline', reason: '' } });
    assert.equal(countLoud([...findings, quiet]), 2);
  });
});

describe('buildTreeInSteps', () => {
  it('makes a few dozen rows at a time', () => {
    const many = Array.from({ length: 2000 }, (_, line) =>
      file(sampleFinding({ line, fingerprint: `${line}`, guidelines: ['ncsc-2.1', 'g7-1'] })),
    );
    let steps = 0;
    const generator = buildTreeInSteps(frameworks, many);
    for (let step = generator.next(); ; step = generator.next()) {
      if (step.done === true) {
        assert.deepEqual(step.value, buildTree(frameworks, many));
        break;
      }
      steps += 1;
    }
    assert.equal(steps, 2 + 4 + 2 + 2 * 40, 'to prepare, for each item and framework, and for 50 rows each');
  });

  it('puts many rows below one into groups, so that the editor never takes in thousands at once', () => {
    const findings = Array.from({ length: 2001 }, (_, line) => file(sampleFinding({ line })));
    const item = find(buildTree(frameworks, findings), 'ncsc-2.1');
    assert.equal(item.count, 2001);
    assert.ok(listNodes([item]).every(({ children }) => children.length <= 400));
    assert.equal(new Set(listNodes([item]).map(({ id }) => id)).size, listNodes([item]).length);
    assert.equal(listNodes([item]).filter(({ kind }) => kind === 'finding').length, 2001);
    const group = item.children.find(({ kind }) => kind === 'group');
    assert.deepEqual(
      [group?.label, group?.description, group?.count],
      ['Findings 1 to 200', 'a.py:1 to a.py:200', 200],
    );
    const few = find(buildTree(frameworks, findings.slice(0, 400)), 'ncsc-2.1');
    assert.ok(few.children.every(({ kind }) => kind !== 'group'));
  });

  it('makes rows of findings once', () => {
    const nodes = new FindingNodes();
    const filed = [file(sampleFinding())];
    const build = () => find(buildTree(frameworks, filed, { nodes }), 'ncsc-2.1').children.at(-1);
    assert.equal(build(), build());
    assert.equal(build()?.kind, 'finding');
  });
});

describe('createOutsideNode', () => {
  it('lists findings by place, apart from every checklist', () => {
    const node = createOutsideNode([file(sampleFinding({ line: 3 }), 'b.py'), file(sampleFinding(), 'a.py')]);
    assert.deepEqual(
      node.children.map(({ label }) => label),
      ['a.py:1', 'b.py:4'],
    );
    assert.equal(node.accessibleLabel, 'Outside the workspace, 2 findings');
    assert.equal(
      createOutsideNode([file(sampleFinding())]).accessibleLabel,
      'Outside the workspace, 1 finding',
    );
  });
});

describe('describePlace', () => {
  for (const [name, shown] of [
    ['rtl\u202egnp.py', 'rtl\\u202egnp.py:1'],
    ['two\nlines.py', 'two\\x0alines.py:1'],
    ['a$(bug).py', 'a$(bug).py:1'],
  ] as const) {
    it(`shows ${JSON.stringify(name)} on one line, in one direction`, () => {
      const filed = file(sampleFinding(), name);
      assert.equal(describePlace(filed), shown);
      const node = find(buildTree(frameworks, [filed]), 'ncsc-2.1').children.at(-1);
      assert.equal(node?.label, shown);
      assert.match(node.tooltip, /^[^\u202e]+$/);
    });
  }

  it('counts lines and cells from one', () => {
    assert.equal(describePlace(file(sampleFinding())), 'a.py:1');
    assert.equal(describePlace(file(sampleFinding({ cell: 0 }), 'n.ipynb')), 'n.ipynb:cell 1:1');
  });
});

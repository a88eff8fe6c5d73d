import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import { createRule } from '../../support/create-rule.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { fixInRounds } from '../../support/fix-rounds.js';

/** `use(x)` becomes `ast.literal_eval(x)`; `old.use(x)` of a library becomes `old.safe(x)`. */
const rules = [
  {
    ...createRule({ kind: 'call', names: ['builtins.eval'] }, [
      {
        title: 'Mend it',
        keepsBehaviour: true,
        edits: [{ kind: 'replace-callee' as const, name: 'ast.literal_eval' }],
      },
    ]),
    id: 'python/test-builtin',
  },
  {
    ...createRule({ kind: 'call', names: ['old.load'] }, [
      {
        title: 'Mend it',
        keepsBehaviour: true,
        edits: [{ kind: 'replace-callee' as const, name: 'old.safe' }],
      },
    ]),
    id: 'python/test-library',
  },
];

describe('imports of fixes', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine({ ...loadKnowledge(process.cwd()), rules });
  });
  after(() => engine.dispose());

  const fix = async (text: string): Promise<string> =>
    (await fixInRounds(engine, { kind: 'text', path: 'app.py', text }, createContext('app.py'), true)).text;

  const rows: readonly (readonly [name: string, before: string, after: string])[] = [
    ['stands alone', 'eval(x)\n', 'import ast\n\nast.literal_eval(x)\n'],
    [
      'goes in front of later names',
      'import os\n\neval(x)\n',
      'import ast\nimport os\n\nast.literal_eval(x)\n',
    ],
    [
      'goes behind earlier names',
      'import abc\nfrom a import b\n\neval(x)\n',
      'import abc\nimport ast\nfrom a import b\n\nast.literal_eval(x)\n',
    ],
    [
      'stays in the first group',
      'import sys\n\nimport numpy as np\n\neval(x)\n',
      'import ast\nimport sys\n\nimport numpy as np\n\nast.literal_eval(x)\n',
    ],
    [
      'goes behind the comment of a line',
      'import abc  # why\n\neval(x)\n',
      'import abc  # why\nimport ast\n\nast.literal_eval(x)\n',
    ],
    [
      'follows docstring and future',
      '#!/usr/bin/env python\n# coding: utf-8\n"""What it is."""\n\nfrom __future__ import annotations\n\nimport os\n\neval(x)\n',
      '#!/usr/bin/env python\n# coding: utf-8\n"""What it is."""\n\nfrom __future__ import annotations\n\nimport ast\nimport os\n\nast.literal_eval(x)\n',
    ],
    [
      'follows future alone',
      'from __future__ import annotations\nx = eval(x)\n',
      'from __future__ import annotations\n\nimport ast\n\nx = ast.literal_eval(x)\n',
    ],
    [
      'goes in front of from-imports',
      'from os import path\n\neval(x)\n',
      'import ast\nfrom os import path\n\nast.literal_eval(x)\n',
    ],
    [
      'does not enter a try',
      'try:\n    import orjson\nexcept ImportError:\n    orjson = None\n\neval(x)\n',
      'import ast\n\ntry:\n    import orjson\nexcept ImportError:\n    orjson = None\n\nast.literal_eval(x)\n',
    ],
    [
      'stands above decorators',
      '@main\ndef f(x):\n    return eval(x)\n',
      'import ast\n\n@main\ndef f(x):\n    return ast.literal_eval(x)\n',
    ],
    ['is there already', 'import ast\n\neval(x)\n', 'import ast\n\nast.literal_eval(x)\n'],
    [
      'is made once for several',
      'import os\neval(a)\neval(b)\n',
      'import ast\nimport os\nast.literal_eval(a)\nast.literal_eval(b)\n',
    ],
    [
      'comes later than it is needed',
      'eval(x)\nimport ast\n',
      'import ast\n\nast.literal_eval(x)\nimport ast\n',
    ],
    [
      'may come later than a function',
      'def f(x):\n    return eval(x)\nimport ast\n',
      'def f(x):\n    return ast.literal_eval(x)\nimport ast\n',
    ],
    ['is not made where the name is taken', 'ast = 1\neval(x)\n', 'ast = 1\neval(x)\n'],
    [
      'is not made where a parameter has the name',
      'def f(ast, x):\n    eval(x)\n',
      'def f(ast, x):\n    eval(x)\n',
    ],
    [
      'keeps carriage returns',
      'import os\r\neval(x)\r\n',
      'import ast\r\nimport os\r\nast.literal_eval(x)\r\n',
    ],
    ['stays behind a byte order mark', '\ufeffeval(x)\n', '\ufeffimport ast\n\nast.literal_eval(x)\n'],
    ['keeps the alias of a module', 'import old as o\no.load(x)\n', 'import old as o\no.safe(x)\n'],
    ['joins a list of names', 'from old import load\nload(x)\n', 'from old import load, safe\nsafe(x)\n'],
    [
      'joins a list over several lines',
      'from old import (\n    dump,\n    load,\n)\nload(x)\n',
      'from old import (\n    dump,\n    load, safe,\n)\nsafe(x)\n',
    ],
    [
      'is in the list already',
      'from old import load, safe\nload(x)\n',
      'from old import load, safe\nsafe(x)\n',
    ],
    [
      'joins the list of an alias',
      'from old import load as read\nread(x)\n',
      'from old import load as read, safe\nsafe(x)\n',
    ],
    [
      'leaves a name that may be another',
      'try:\n    from old import load\nexcept ImportError:\n    from new import load\nload(x)\n',
      'try:\n    from old import load\nexcept ImportError:\n    from new import load\nload(x)\n',
    ],
    [
      'leaves a name that something else has',
      'from old import load\nsafe = 1\nload(x)\n',
      'from old import load\nsafe = 1\nload(x)\n',
    ],
    [
      'leaves a name that a parameter has',
      'from old import load\ndef f(safe):\n    load(safe)\n',
      'from old import load\ndef f(safe):\n    load(safe)\n',
    ],
    ['leaves names that a star brings', 'from old import *\nload(x)\n', 'from old import *\nload(x)\n'],
  ];
  for (const [name, before, after] of rows) {
    it(name, async () => assert.equal(await fix(before), after));
  }

  it('goes into the cell that needs it, below magics', async () => {
    const cells = [
      ['%%time\n', '!pip install old\n', 'eval(x)'],
      ['%time eval(y)'],
      ['# last\n', 'import ast, os\n', 'eval(z)\n'],
    ];
    const text = JSON.stringify({
      cells: cells.map((source) => ({ cell_type: 'code', metadata: {}, outputs: [], source })),
      metadata: { kernelspec: { language: 'python', name: 'python3', display_name: 'Python 3' } },
      nbformat: 4,
      nbformat_minor: 5,
    });
    const path = 'n.ipynb';
    const fixed = await fixInRounds(engine, { kind: 'notebook-json', path, text }, createContext(path), true);
    const sources = JSON.parse(fixed.text).cells.map(({ source }: { source: string[] }) => source.join(''));
    assert.deepEqual(sources, [
      '%%time\n!pip install old\nimport ast\nast.literal_eval(x)',
      'import ast\n%time ast.literal_eval(y)',
      '# last\nimport ast, os\nast.literal_eval(z)\n',
    ]);
  });
});

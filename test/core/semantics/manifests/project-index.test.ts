import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Notice } from '../../../../src/core/findings/finding.js';
import { judgeVersion } from '../../../../src/core/semantics/judge-version.js';
import {
  getManifestScope,
  isManifest,
  MANIFEST_NAMES,
} from '../../../../src/core/semantics/manifests/manifest-kinds.js';
import {
  createProjectIndex,
  readProjectFacts,
} from '../../../../src/core/semantics/manifests/project-index.js';
import { NO_PROJECT_FACTS, type ProjectFacts } from '../../../../src/core/semantics/project.js';

type Files = Readonly<Record<string, string>>;

function toFiles(files: Files): { path: string; text: string }[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

/** One line for each statement: `path:line package specifier flags ; marker`, lines from 1. */
function show(facts: ProjectFacts): string[] {
  return Object.entries(facts.packages).flatMap(([name, statements]) =>
    statements.map(({ path, line, specifier, locked, constraint, marker }) =>
      [
        `${path}:${line + 1}`,
        name,
        ...(specifier === '' ? [] : [specifier]),
        ...(locked ? ['locked'] : []),
        ...(constraint === true ? ['constraint'] : []),
        ...(marker === undefined ? [] : [`; ${marker}`]),
      ].join(' '),
    ),
  );
}

function showNotices(notices: readonly Notice[]): string[] {
  return notices.map(({ kind, path, message, location }) => {
    const start = location?.range.start ?? assert.fail('a notice has a place');
    return `${path}:${start.line + 1}:${start.character + 1} ${kind}: ${message}`;
  });
}

function read(files: Files): string[] {
  const { facts, notices } = readProjectFacts(toFiles(files));
  const python = facts.python === undefined ? [] : [`python ${facts.python.specifier}`];
  return [...python, ...show(facts), ...showNotices(notices)];
}

describe('dependency files', () => {
  it('are known by name', () => {
    const yes =
      'requirements.txt a/requirements-dev.txt requirements_gpu.txt dev-requirements.txt requirements/base.txt ' +
      'gpu_requirements.txt requirments_gpu.txt requirement.txt ' +
      'a/requirements/gpu.txt constraints.txt constraints-cuda.txt pyproject.toml a/b/pyproject.toml uv.lock ' +
      'poetry.lock pdm.lock pylock.toml pylock.gpu.toml Pipfile Pipfile.lock environment.yml environment-gpu.yaml setup.cfg';
    const no =
      'train.py requirements.md requirements.txt.bak requirements/a/b.txt my.toml pyproject.toml.orig xuv.lock ' +
      'pipfile notes.txt setup.py requirementsXtxt environment.yml/a';
    for (const path of yes.split(' ')) assert.equal(isManifest(path), true, path);
    for (const path of no.split(' ')) assert.equal(isManifest(path), false, path);
    assert.ok(MANIFEST_NAMES.every((name) => isManifest(name.replaceAll('*', 'x'))));
  });

  it('speak about the folder they lie in, or the one that holds `requirements`', () => {
    assert.equal(getManifestScope('pyproject.toml'), '');
    assert.equal(getManifestScope('a/b/uv.lock'), 'a/b');
    assert.equal(getManifestScope('requirements/base.txt'), '');
    assert.equal(getManifestScope('a/requirements/base.txt'), 'a');
    assert.equal(getManifestScope('requirements/pyproject.toml'), 'requirements');
  });

  const table: readonly (readonly [string, Files, readonly string[]])[] = [
    [
      'requirements with comments, options, extras, continuations and addresses',
      {
        'requirements.txt': [
          '\uFEFF# comment',
          '--index-url https://x.org/simple',
          '-f https://x.org/whl',
          '',
          'torch==2.5.1  # pinned',
          'numpy \\',
          '  >=1.20, \\',
          '  <2',
          'uvicorn[standard]; python_version >= "3.9"',
          'torchvision --no-binary :all:',
          'git+https://x.org/clip.git#egg=clip',
          '-e git+https://x.org/a.git#egg=a',
          '-e .',
          './vendored',
          'https://x.org/xformers-0.0.20-cp310-cp310-linux_x86_64.whl',
          '<private>/x',
        ].join('\r\n'),
      },
      [
        'requirements.txt:5 torch ==2.5.1',
        'requirements.txt:6 numpy >=1.20,<2',
        'requirements.txt:9 uvicorn ; python_version >= "3.9"',
        'requirements.txt:10 torchvision',
        'requirements.txt:11 clip',
        'requirements.txt:12 a',
        'requirements.txt:15 xformers ==0.0.20',
        'requirements.txt:16:1 partly-scanned: cannot read the requirement "<private>/x"; expected a form such as torch>=2.6',
      ],
    ],
    [
      'pins with hashes as locked',
      {
        'requirements.txt':
          'torch==2.5.1 \\\n    --hash=sha256:ab \\\n    --hash=sha256:cd\nnumpy==1.26\nscipy>=1 --hash=sha256:ab\n',
      },
      [
        'requirements.txt:1 torch ==2.5.1 locked',
        'requirements.txt:4 numpy ==1.26',
        'requirements.txt:5 scipy >=1',
      ],
    ],
    [
      'the output of pip-compile as locked',
      {
        'requirements.txt':
          '#\n# This file is autogenerated by pip-compile with Python 3.11\n#\ntorch==2.5.1\n    # via -r requirements.in\n',
      },
      ['requirements.txt:4 torch ==2.5.1 locked'],
    ],
    [
      'the output of uv pip compile as locked',
      {
        'requirements.txt':
          '# This file was autogenerated by uv via the following command:\n#    uv pip compile\ntorch==2.5.1\n',
      },
      ['requirements.txt:3 torch ==2.5.1 locked'],
    ],
    [
      'the output of conda list --export',
      {
        'requirements.txt':
          '# This file may be used to create an environment using:\n# $ conda create --name <env> --file <this file>\n# platform: linux-64\npytorch=2.1.0=py3.10_0\n',
      },
      ['requirements.txt:4 torch ==2.1.0 locked'],
    ],
    [
      'includes, also of files with other names and in circles',
      {
        'requirements/dev.txt': '-r base.in\n-c ../pins/limits.txt\npytest\n',
        'requirements/base.in': 'torch>=2.1\n--requirement=dev.txt\n',
        'pins/limits.txt': 'torch<2.6\n-r more.txt\n',
        'pins/more.txt': 'numpy<2\n',
      },
      [
        'requirements/dev.txt:3 pytest',
        'pins/limits.txt:1 torch <2.6 constraint',
        'requirements/base.in:1 torch >=2.1',
        'pins/more.txt:1 numpy <2 constraint',
      ],
    ],
    [
      'includes that are not there, above the root, or addresses',
      { 'requirements.txt': '-r base.in\n-r ../up.txt\n-c https://x.org/c.txt\ntorch\n' },
      [
        'requirements.txt:4 torch',
        'requirements.txt:1:1 partly-scanned: includes "base.in", which was not read; versions stated there do not count',
        'requirements.txt:2:1 partly-scanned: includes "../up.txt", which was not read; versions stated there do not count',
        'requirements.txt:3:1 partly-scanned: includes "https://x.org/c.txt", which was not read; versions stated there do not count',
      ],
    ],
    [
      'unreadable entries as one notice for the file',
      { 'requirements.txt': '<<<<<<< HEAD\ntorch==2.5.1\n=======\ntorch 2.6\n' },
      [
        'requirements.txt:2 torch ==2.5.1',
        'requirements.txt:1:1 partly-scanned: cannot read the requirement "<<<<<<< HEAD" (and 2 more in this file); expected a form such as torch>=2.6',
      ],
    ],
    [
      'pyproject.toml with extras and groups',
      {
        'pyproject.toml': [
          '[build-system]',
          'requires = ["setuptools", "torch==1.0"]',
          '[project]',
          'name = "x"',
          'requires-python = ">= 3.9"',
          'dependencies = [',
          '  "torch>=2.1",  # a comment',
          '  \'numpy<2; python_version < "3.12"\',',
          ']',
          '[project.optional-dependencies]',
          'gpu = ["torch==2.3.1", "triton"]',
          '[dependency-groups]',
          'dev = ["pytest", { include-group = "gpu" }]',
          '[tool.uv]',
          'constraint-dependencies = ["urllib3<2"]',
        ].join('\n'),
      },
      [
        'python >=3.9',
        'pyproject.toml:7 torch >=2.1',
        'pyproject.toml:11 torch ==2.3.1',
        'pyproject.toml:8 numpy <2 ; python_version < "3.12"',
        'pyproject.toml:11 triton',
        'pyproject.toml:13 pytest',
        'pyproject.toml:15 urllib3 <2 constraint',
      ],
    ],
    [
      'Poetry',
      {
        'pyproject.toml': [
          '[tool.poetry.dependencies]',
          'python = "^3.9"',
          'torch = "^2.1"',
          '"Scikit_Learn" = { version = "~1.2", optional = true }',
          'numpy = [{ version = "^1.2", python = "<3.9" }, { version = "^2", markers = "extra == \'a\'" }]',
          'clip = { git = "https://x.org/clip.git" }',
          'xformers = { url = "https://x.org/xformers-0.0.20-cp310-cp310-linux_x86_64.whl" }',
          '[tool.poetry.dependencies.scipy]',
          'version = "*"',
          '[tool.poetry.group.dev.dependencies]',
          'pytest = "8.0.0"',
        ].join('\n'),
      },
      [
        'python >=3.9,<4',
        'pyproject.toml:3 torch >=2.1,<3',
        'pyproject.toml:4 scikit-learn >=1.2,<1.3',
        'pyproject.toml:5 numpy >=1.2,<2',
        "pyproject.toml:5 numpy >=2,<3 ; extra == 'a'",
        'pyproject.toml:6 clip',
        'pyproject.toml:7 xformers ==0.0.20',
        'pyproject.toml:8 scipy',
        'pyproject.toml:11 pytest ==8.0.0',
      ],
    ],
    [
      'wrong forms in pyproject.toml',
      { 'pyproject.toml': '[project]\ndependencies = "torch"\n[dependency-groups]\na = ["torch=2", 3]\n' },
      [
        'pyproject.toml:2:1 partly-scanned: project.dependencies must be a list of requirements',
        'pyproject.toml:4:1 partly-scanned: cannot read the requirement "torch=2"; expected a form such as torch>=2.6',
      ],
    ],
    [
      'a broken pyproject.toml',
      { 'pyproject.toml': '[project]\ndependencies = [\n  "torch"\n  "numpy"\n]\n' },
      ['pyproject.toml:4:3 not-scanned: is not valid TOML: expected comma or end of structure'],
    ],
    [
      'uv.lock and poetry.lock',
      {
        'uv.lock':
          'version = 1\nrequires-python = ">=3.10"\n\n[[package]]\nname = "torch"\nversion = "2.3.1+cu121"\ndependencies = [{ name = "numpy" }]\n\n[[package]]\nname = "me"\nsource = { virtual = "." }\n\n[[package]]\nname = "numpy"\nversion = "1.26.4"\n',
        'poetry.lock':
          '[[package]]\nname = "SciPy"\nversion = "1.11.4"\nmarkers = "python_version < \\"3\\""\n\n[metadata]\nlock-version = "2.1"\n',
      },
      [
        'python >=3.10',
        'poetry.lock:1 scipy ==1.11.4 locked ; python_version < "3"',
        'uv.lock:4 torch ==2.3.1+cu121 locked',
        'uv.lock:13 numpy ==1.26.4 locked',
      ],
    ],
    [
      'pylock.toml',
      { 'pylock.toml': 'lock-version = "1.0"\n[[packages]]\nname = "torch"\nversion = "2.7.0"\n' },
      ['pylock.toml:2 torch ==2.7.0 locked'],
    ],
    [
      'Pipfile and Pipfile.lock',
      {
        Pipfile:
          '[packages]\ntorch = "*"\nnumpy = {version = ">=1.2, <2", markers = "python_version > \'3\'"}\n[dev-packages]\npytest = "==8.0"\n[requires]\npython_version = "3.10"\n',
        'Pipfile.lock':
          '{\n  "_meta": {},\n  "default": {\n    "torch": {\n      "hashes": [],\n      "version": "==2.3.1"\n    },\n    "clip": { "git": "x" }\n  },\n  "develop": { "pytest": { "version": "==8.0.0", "markers": "python_version >= \'3.8\'" } }\n}\n',
      },
      [
        'python ==3.10.*',
        'Pipfile:2 torch',
        'Pipfile.lock:4 torch ==2.3.1 locked',
        "Pipfile:3 numpy >=1.2,<2 ; python_version > '3'",
        'Pipfile:5 pytest ==8.0',
        "Pipfile.lock:10 pytest ==8.0.0 locked ; python_version >= '3.8'",
      ],
    ],
    [
      'a broken Pipfile.lock',
      { 'Pipfile.lock': '{\n  "default": {,}\n}' },
      ['Pipfile.lock:2:15 not-scanned: is not valid JSON: ValueExpected'],
    ],
    [
      'a conda environment',
      {
        'environment.yml':
          'name: x\nchannels: [pytorch]\ndependencies:\n  - python=3.10\n  - pytorch=2.1\n  - numpy\n  - pip\n  - pip:\n      - transformers==4.40.0\n      - -r extra.txt\n      - "not valid"\n',
        'extra.txt': 'peft\n',
      },
      [
        'python ==3.10.*',
        'environment.yml:5 torch ==2.1.*',
        'environment.yml:6 numpy',
        'environment.yml:7 pip',
        'environment.yml:9 transformers ==4.40.0',
        'extra.txt:1 peft',
        'environment.yml:11:1 partly-scanned: cannot read the requirement "not valid"; expected a form such as torch>=2.6',
      ],
    ],
    [
      'a broken conda environment',
      { 'environment.yml': 'dependencies:\n  - "torch\n' },
      ['environment.yml:3:1 not-scanned: is not valid YAML: Missing closing "quote'],
    ],
    ['other YAML under that name', { 'environment.yml': 'production: true\n' }, []],
    [
      'setup.cfg',
      {
        'setup.cfg':
          '[flake8]\nignore = torch==1.0\n[options]\npython_requires = >= 3.8\ninstall_requires =\n    torch>=2.1\n    # comment\n    numpy<2; python_version<"3.12"\nzip_safe = no\n[options.extras_require]\ngpu =\n    triton\ndev = file: dev.txt\n',
      },
      [
        'python >=3.8',
        'setup.cfg:6 torch >=2.1',
        'setup.cfg:8 numpy <2 ; python_version<"3.12"',
        'setup.cfg:12 triton',
        'setup.cfg:13:1 partly-scanned: includes "dev.txt", which was not read; versions stated there do not count',
      ],
    ],
    ['files that are none', { 'train.py': 'torch==1.0', 'notes.txt': 'torch==1.0' }, []],
  ];
  for (const [name, files, expected] of table) {
    it(`read ${name}`, () => {
      assert.deepEqual(read(files), expected);
    });
  }

  it('never throw, and place every notice inside the file', () => {
    const names = fc.constantFrom(...MANIFEST_NAMES.map((name) => name.replaceAll('*', 'x')));
    const pieces = fc.constantFrom(
      ...[
        '[project]',
        'dependencies = [',
        '"torch>=2"',
        ']',
        '\n',
        '-r requirementsx.txt',
        'torch',
        '==',
        '2.5',
      ],
      ...[
        '{',
        '}',
        ':',
        '"default"',
        '"version"',
        '[[package]]',
        'name = "a"',
        '\\',
        '#',
        '- ',
        '  ',
        '&a',
        '*a',
        '\uD800',
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ path: names, text }), { maxLength: 3 }), (files) => {
        const index = createProjectIndex(files);
        judgeVersion(index.factsFor('a/b.py'), 'torch', '2.6');
        for (const { path, location } of index.notices) {
          const lines = files.findLast((file) => file.path === path)?.text.split(/\r\n|\n|\r/) ?? [];
          const start = location?.range.start ?? assert.fail('a notice has a place');
          assert.ok(start.line >= 0 && start.character >= 0 && start.line < Math.max(1, lines.length));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('take time in proportion to a hostile length', () => {
    for (const unit of [
      'torch\n',
      'a\\\n',
      '-r requirements.txt\n',
      ' ',
      '; ',
      ' #',
      '[',
      '{',
      '[[package]]\n',
      'a.',
      '"\\u0061" = 1\n',
    ]) {
      createProjectIndex(
        MANIFEST_NAMES.map((name) => ({ path: name.replaceAll('*', ''), text: `a${unit.repeat(5_000)}` })),
      );
    }
  });
});

describe('project index', () => {
  const index = createProjectIndex(
    toFiles({
      'pyproject.toml': '[project]\nrequires-python = ">=3.9"\ndependencies = ["torch>=2.1", "numpy<2"]\n',
      'uv.lock': '[[package]]\nname = "torch"\nversion = "2.3.1"\n',
      'services/api/requirements.txt': 'torch==2.7.0\nflask\n',
      'services/worker/pyproject.toml':
        '[project]\ndependencies = ["torch>=2"]\nrequires-python = ">=3.11"\n',
    }),
  );
  const verdicts: readonly (readonly [string, string, string])[] = [
    ['train.py', 'torch', 'always-below'],
    ['src/deep/train.py', 'torch', 'always-below'],
    ['services/worker/run.py', 'torch', 'always-below'],
    ['services/api/app.py', 'torch', 'never-below'],
    ['services/api/routes/app.py', 'torch', 'never-below'],
    ['services/api/app.py', 'numpy', 'always-below'],
    ['services/api/app.py', 'flask', 'may-be-below'],
    ['services/app.py', 'flask', 'undeclared'],
    ['services/apix/app.py', 'flask', 'undeclared'],
  ];
  for (const [path, name, expected] of verdicts) {
    it(`judges ${name} as ${expected} for ${path}`, () => {
      assert.equal(judgeVersion(index.factsFor(path), name, '2.6'), expected);
    });
  }

  // What says the list above it again is a program of its own; what adds to that list is not.
  const apart = createProjectIndex(
    toFiles({
      'requirements.txt': 'torch==2.3.1\nhydra-core==1.3\nlibrosa==0.10\ngdown==5.1\n',
      'pylock.toml': '[[packages]]\nname = "pip"\nversion = "2.1"\n',
      'server/requirements.txt': 'hydra-core\nlibrosa\ngdown\ntritonclient\n',
      'extra/requirements.txt': 'librosa\ngradio\nfastapi\nuvicorn\n',
      'dev/requirements-dev.txt': 'hydra-core\nlibrosa\ngdown\npytest\n',
      'included/requirements.txt': '-r ../requirements.txt\ngradio\n',
      'pinned/requirements.txt': 'hydra-core\nlibrosa\ngdown\ntorch==2.7\n',
    }),
  );
  const inherited: readonly (readonly [string, string, string])[] = [
    ['a.py', 'torch', 'always-below'],
    ['server/model/1/model.py', 'torch', 'undeclared'],
    ['server/model/1/model.py', 'pip', 'always-below'],
    ['extra/app.py', 'torch', 'always-below'],
    ['dev/app.py', 'torch', 'always-below'],
    ['included/app.py', 'torch', 'always-below'],
    ['pinned/app.py', 'torch', 'never-below'],
  ];
  for (const [path, name, expected] of inherited) {
    it(`judges ${name} as ${expected} for ${path} below a list`, () => {
      assert.equal(judgeVersion(apart.factsFor(path), name, '2.6'), expected);
    });
  }

  it('takes the Python versions of the nearest folder that states them', () => {
    assert.equal(index.factsFor('services/worker/a.py').python?.specifier, '>=3.11');
    assert.equal(index.factsFor('services/api/a.py').python?.specifier, '>=3.9');
  });

  it('gives what all folders state together', () => {
    assert.ok(Object.hasOwn(index.all.packages, 'flask'));
    assert.ok(!Object.hasOwn(index.factsFor('a.py').packages, 'flask'));
  });

  it('gives the same object to all documents with the same facts', () => {
    assert.equal(index.factsFor('a/b/c.py'), index.factsFor('train.py'));
    assert.equal(index.factsFor('services/api/x/y.py'), index.factsFor('services/api/z.py'));
  });

  it('gives no facts where nothing states any', () => {
    assert.equal(createProjectIndex([]).factsFor('a/b.py'), NO_PROJECT_FACTS);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeVersion } from '../../../src/core/semantics/judge-version.js';
import { readProjectFacts } from '../../../src/core/semantics/manifests/project-index.js';
import { NO_PROJECT_FACTS } from '../../../src/core/semantics/project.js';

type Files = Readonly<Record<string, string>>;

function judge(files: Files, bound = '2.6', name = 'torch'): string {
  const { facts } = readProjectFacts(Object.entries(files).map(([path, text]) => ({ path, text })));
  return judgeVersion(facts, name, bound);
}

const lock = '[[package]]\nname = "torch"\nversion = "2.3.1"\n';

describe('version verdicts', () => {
  const table: readonly (readonly [string, Files, string])[] = [
    ['a package nobody names', { 'requirements.txt': 'numpy\n' }, 'undeclared'],
    ['any version', { 'requirements.txt': 'torch\n' }, 'may-be-below'],
    ['a pin', { 'requirements.txt': 'torch==2.5.1\n' }, 'always-below'],
    ['a lower bound', { 'requirements.txt': 'torch>=2.6\n' }, 'never-below'],
    [
      'a pin beside a statement without a version',
      { 'requirements.txt': 'torch\ntorch==2.5.1\n' },
      'always-below',
    ],
    [
      'any version, beside a pin for one purpose',
      { 'requirements.txt': 'torch\n', 'requirements_onnx.txt': 'torch==1.13.1\n' },
      'may-be-below',
    ],
    [
      'no version beside a pin of the project',
      {
        'requirements.txt': 'torch\n',
        'pyproject.toml': '[project]\ndependencies = ["torch==1.13.1"]\n',
      },
      'always-below',
    ],
    [
      'no version, and constraints',
      {
        'requirements.txt': 'torch\n-c constraints.txt\n',
        'constraints.txt': 'torch==1.13.1\n',
        'requirements-dev.txt': 'torch==1.13.1\n',
      },
      'always-below',
    ],
    ['a lock over a range', { 'requirements.txt': 'torch>=2.1\n', 'uv.lock': lock }, 'always-below'],
    [
      'a lock over a higher range',
      { 'requirements.txt': 'torch>=2.6\n', 'poetry.lock': lock },
      'always-below',
    ],
    [
      'locks that differ',
      { 'uv.lock': `${lock}[[package]]\nname = "torch"\nversion = "2.7.0"\n` },
      'may-be-below',
    ],
    [
      'extras that differ',
      {
        'pyproject.toml': '[project.optional-dependencies]\nold = ["torch==1.13.1"]\nnew = ["torch>=2.6"]\n',
      },
      'may-be-below',
    ],
    [
      'extras that agree',
      {
        'pyproject.toml':
          '[project.optional-dependencies]\nold = ["torch==1.13.1"]\nnew = ["torch>=2.1,<2.4"]\n',
      },
      'always-below',
    ],
    [
      'a range in the project and a pin elsewhere',
      {
        'pyproject.toml': '[project]\ndependencies = ["torch>=2.1"]\n',
        'requirements.txt': 'torch==2.3.1\n',
      },
      'may-be-below',
    ],
    [
      'a constraints file, which narrows',
      { 'requirements.txt': 'torch>=2.1\n', 'constraints.txt': 'torch<2.6\n' },
      'always-below',
    ],
    [
      'a constraint that lifts',
      { 'requirements.txt': 'torch\n', 'constraints-gpu.txt': 'torch>=2.7\n' },
      'never-below',
    ],
    ['a constraint alone', { 'constraints.txt': 'torch<2.6\n' }, 'always-below'],
    [
      'a constraint that contradicts',
      { 'requirements.txt': 'torch>=2.7\n', 'constraints.txt': 'torch<2.6\n' },
      'may-be-below',
    ],
    [
      'a statement for a Python that the project has not',
      {
        'pyproject.toml':
          '[project]\nrequires-python = ">=3.10"\ndependencies = ["torch<2; python_version < \'3.8\'", "torch>=2.6"]\n',
      },
      'never-below',
    ],
    ['a statement for Python 2', { 'requirements.txt': 'torch==1.0; python_version < "3"\n' }, 'undeclared'],
    [
      'a statement for another platform, which may hold',
      {
        'requirements.txt': 'torch==2.2.2; sys_platform == "darwin"\ntorch>=2.6; sys_platform != "darwin"\n',
      },
      'may-be-below',
    ],
    ['an unreadable version', { 'requirements.txt': 'torch==2.x\n' }, 'may-be-below'],
    [
      'alternatives of Poetry',
      { 'pyproject.toml': '[tool.poetry.dependencies]\ntorch = "^1.13 || ~2.2"\n' },
      'always-below',
    ],
    [
      'alternatives on both sides',
      { 'pyproject.toml': '[tool.poetry.dependencies]\ntorch = "^1.13 || ^2.7"\n' },
      'may-be-below',
    ],
  ];
  it('judges the interpreter by what the project asks for', () => {
    const pyproject = (range: string): Files => ({
      'pyproject.toml': `[project]\nname = "app"\nversion = "1"\nrequires-python = "${range}"\n`,
    });
    assert.equal(judge(pyproject('>=3.14'), '3.14', 'python'), 'never-below');
    assert.equal(judge(pyproject('>=3.9'), '3.14', 'python'), 'may-be-below');
    assert.equal(judge(pyproject('<3.12'), '3.14', 'python'), 'always-below');
    assert.equal(judge({ 'requirements.txt': 'torch\n' }, '3.14', 'python'), 'undeclared');
  });

  for (const [name, files, expected] of table) {
    it(`judge ${name} as ${expected}`, () => {
      assert.equal(judge(files), expected);
    });
  }

  it('know a package in any spelling, and none that is only a member of Object', () => {
    assert.equal(judge({ 'requirements.txt': 'Scikit_Learn==1.0' }, '1.1', 'scikit.learn'), 'always-below');
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      assert.equal(judgeVersion(NO_PROJECT_FACTS, name, '1'), 'undeclared');
    }
  });

  it('refuse a bound that is no version', () => {
    assert.throws(() => judge({ 'requirements.txt': 'torch' }, 'soon'), {
      name: 'RangeError',
      message: '"soon" is not a version such as 2.6.0 (PEP 440)',
    });
  });

  it('do not depend on the order of statements', () => {
    const lines = fc.constantFrom(
      'torch',
      'torch>=2.6',
      'torch<2.6',
      'torch==2.5',
      'torch>=2.1',
      'torch==9; python_version<"3"',
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 5 }), (statements) => {
        assert.equal(
          judge({ 'requirements.txt': statements.join('\n') }),
          judge({ 'requirements.txt': statements.toReversed().join('\n') }),
        );
      }),
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCondaSpec } from '../../../../src/core/semantics/manifests/conda-spec.js';
import {
  parsePackageAddress,
  parseRequirement,
} from '../../../../src/core/semantics/manifests/parse-requirement.js';
import { convertPoetryConstraint } from '../../../../src/core/semantics/manifests/poetry-specifier.js';

describe('requirements', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ['torch', 'torch '],
    ['Torch_Vision.Extra', 'torch-vision-extra '],
    ['torch==2.5.1', 'torch ==2.5.1'],
    ['torch >= 2.1 , < 2.6', 'torch >=2.1,<2.6'],
    ['torch (>=2.1)', 'torch >=2.1'],
    ['torch>=2.1,', 'torch >=2.1'],
    ['uvicorn[standard,extra]>=0.20', 'uvicorn >=0.20'],
    ['uvicorn [standard] ~=0.20', 'uvicorn ~=0.20'],
    ['torch>=2; python_version < "3.9"', 'torch >=2 ; python_version < "3.9"'],
    ['torch ; extra == "gpu"', 'torch  ; extra == "gpu"'],
    ['torch===2.1-custom', 'torch ===2.1-custom'],
    ['torch @ https://x.org/whl/torch-2.3.1%2Bcu121-cp310-cp310-linux_x86_64.whl', 'torch ==2.3.1+cu121'],
    [
      'torch@https://x.org/torch-2.3.1.tar.gz#sha256=ab ; python_version>"3"',
      'torch ==2.3.1 ; python_version>"3"',
    ],
    ['peft @ git+https://github.com/huggingface/peft@main', 'peft '],
    ['torch 2.5.1', undefined],
    ['torch=2.5.1', undefined],
    ['torch==', undefined],
    ['torch >2 <3', undefined],
    ['torch @', undefined],
    ['{{ torch }}', undefined],
    ['<<<<<<< HEAD', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of table) {
    it(`${JSON.stringify(text)} ${expected === undefined ? 'is none' : `states ${expected}`}`, () => {
      const read = parseRequirement(text);
      const marker = read?.marker === undefined ? '' : ` ; ${read.marker}`;
      assert.equal(read === undefined ? undefined : `${read.name} ${read.specifier}${marker}`, expected);
    });
  }

  const addresses: readonly (readonly [string, string | undefined])[] = [
    ['https://x.org/torch-2.3.1-cp310-cp310-manylinux1_x86_64.whl', 'torch ==2.3.1'],
    [
      'https://x.org/flash_attn-2.5.8+cu122torch2.3-1-cp310-cp310-linux_x86_64.whl?x=1',
      'flash-attn ==2.5.8+cu122torch2.3',
    ],
    ['./wheels/scikit-learn-1.4.0.tar.gz', 'scikit-learn ==1.4.0'],
    ['git+https://github.com/openai/CLIP.git#egg=clip', 'clip '],
    ['git+ssh://git@x.org/a.git@v1#subdirectory=b&egg=My_Pkg[extra]', 'my-pkg '],
    ['git+https://github.com/openai/CLIP.git', undefined],
    ['.', undefined],
    ['../shared', undefined],
    ['https://github.com/a/b/archive/main.zip', undefined],
  ];
  for (const [address, expected] of addresses) {
    it(`the address ${address} ${expected === undefined ? 'names none' : `states ${expected}`}`, () => {
      const read = parsePackageAddress(address);
      assert.equal(read === undefined ? undefined : `${read.name} ${read.specifier}`, expected);
    });
  }

  const poetry: readonly (readonly [string, string])[] = [
    ['^1.2.3', '>=1.2.3,<2'],
    ['^1', '>=1,<2'],
    ['^0.2.3', '>=0.2.3,<0.3'],
    ['^0.0.3', '>=0.0.3,<0.0.4'],
    ['^0.0', '>=0.0,<0.1'],
    ['^0', '>=0,<1'],
    ['^2.1rc1', '>=2.1rc1,<3'],
    ['^1!2.3', '>=1!2.3,<1!3'],
    ['^2.*', '>=2,<3'],
    ['~1.2.3', '>=1.2.3,<1.3'],
    ['~1.2', '>=1.2,<1.3'],
    ['~1', '>=1,<2'],
    ['~=1.2', '~=1.2'],
    ['1.2.3', '==1.2.3'],
    ['= 1.2.3', '==1.2.3'],
    ['1.2.*', '==1.2.*'],
    ['!=1.2.*', '!=1.2.*'],
    ['*', ''],
    ['>=1.0, <2.0', '>=1.0,<2.0'],
    ['>= 1.0 <2.0', '>=1.0,<2.0'],
    ['^1.13 || ~2.2.0', '>=1.13,<2 | >=2.2.0,<2.3'],
    ['nonsense', '==nonsense'],
  ];
  for (const [constraint, expected] of poetry) {
    it(`Poetry's ${constraint} is ${expected || 'any version'}`, () => {
      assert.equal(convertPoetryConstraint(constraint).join(' | '), expected);
    });
  }

  const conda: readonly (readonly [string, string | undefined])[] = [
    ['numpy', 'numpy '],
    ['pytorch=2.1', 'torch ==2.1.*'],
    ['pytorch==2.1.0', 'torch ==2.1.0'],
    ['pytorch=2.1.0=py3.10_cuda12.1_0', 'torch ==2.1.0'],
    ['pytorch==2.1.0=py3.10_0', 'torch ==2.1.0'],
    ['numpy 1.26.4 py311_0', 'numpy ==1.26.4'],
    ['numpy 1.26.*', 'numpy ==1.26.*'],
    ['conda-forge::scikit-learn>=1.2,<1.4', 'scikit-learn >=1.2,<1.4'],
    ['conda-forge/linux-64::numpy >= 1.20', 'numpy >=1.20'],
    ['pytorch[version=">=2.1,<2.3"]', 'torch >=2.1,<2.3'],
    ["pytorch[channel=pytorch, version='2.1.*']", 'torch ==2.1.*'],
    ['pytorch>=2.1[build=*cuda*]', 'torch >=2.1'],
    ['scipy 1.9|1.11.*', 'scipy ==1.9 | ==1.11.*'],
    ['scipy >=1.9,<1.10|>=1.11', 'scipy >=1.9,<1.10 | >=1.11'],
    ['huggingface_hub', 'huggingface-hub '],
    ['numpy=*', 'numpy '],
    ['_libgcc_mutex=0.1=main', '-libgcc-mutex ==0.1'],
    ['{{ numpy }}', undefined],
  ];
  for (const [spec, expected] of conda) {
    it(`conda's ${spec} ${expected === undefined ? 'is none' : `states ${expected}`}`, () => {
      const read = parseCondaSpec(spec);
      assert.equal(read === undefined ? undefined : `${read.name} ${read.specifiers.join(' | ')}`, expected);
    });
  }

  it('never throw for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'a', 'a==', 'a @ ', 'a['),
        (tail, head) => {
          parseRequirement(head + tail);
          parsePackageAddress(head + tail);
          parseCondaSpec(head + tail);
          assert.ok(convertPoetryConstraint(head + tail).length > 0);
        },
      ),
    );
  });

  it('take time in proportion to a hostile length', () => {
    for (const unit of [' ', '-', '.', ',', '[', 'a-', '1.', '==', '|', '; ', '#', '::', '= ']) {
      const text = `a${unit.repeat(100_000)}!`;
      parseRequirement(text);
      parsePackageAddress(text);
      parseCondaSpec(text);
      convertPoetryConstraint(text);
    }
  });
});

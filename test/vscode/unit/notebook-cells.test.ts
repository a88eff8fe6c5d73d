import assert from 'node:assert/strict';
import { findKernelLanguage } from '../../../src/vscode/analysis/notebook-cells.js';

const code = (languageId: string, index: number) => ({ index, kind: 'code' as const, languageId, text: '' });

describe('findKernelLanguage', () => {
  const cases: readonly [string, Record<string, unknown>, readonly string[], string][] = [
    ['language_info', { metadata: { language_info: { name: 'Python' } } }, ['r'], 'python'],
    ['kernelspec', { metadata: { kernelspec: { language: 'r' } } }, ['python'], 'r'],
    [
      'metadata of older editors',
      { custom: { metadata: { language_info: { name: 'julia' } } } },
      [],
      'julia',
    ],
    ['flat metadata', { language_info: { name: 'python' } }, [], 'python'],
    ['the most frequent cell language', {}, ['sql', 'r', 'r'], 'r'],
    ['python when nothing is known', {}, [], 'python'],
    ['metadata of another shape', { metadata: 'x', custom: null }, ['python'], 'python'],
  ];
  for (const [name, metadata, languages, expected] of cases) {
    it(name, () => assert.equal(findKernelLanguage({ metadata, cells: languages.map(code) }), expected));
  }
});

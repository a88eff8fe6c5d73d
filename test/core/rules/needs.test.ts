import assert from 'node:assert/strict';
import { NeedCompiler } from '../../../src/core/rules/compile-need.js';
import { compileRule } from '../../../src/core/rules/compile-rule.js';
import type { Match, Rule } from '../../../src/core/rules/rule.js';
import { RuleFilter } from '../../../src/core/rules/rule-filter.js';
import type { SemanticKnowledge } from '../../../src/core/semantics/knowledge.js';
import { openModuleText } from '../../../src/core/source/module-text.js';

const KNOWLEDGE: SemanticKnowledge = {
  canonical: { cPickle: 'pickle', 'torch.serialization.load': 'torch.load' },
  returns: [
    { call: 'tarfile.open', instance: 'tarfile.TarFile' },
    { call: 'tarfile.TarFile.open', instance: 'tarfile.TarFile' },
  ],
  sources: [
    {
      kind: 'request',
      label: 'request data',
      calls: [],
      values: ['flask.request.args', 'litestar_*.Body'],
      decorators: [],
      callbacks: [],
      methods: [],
    },
  ],
  carriers: [],
  cleansers: [],
  landmarks: [],
};

const LOAD: Match = { kind: 'call', names: ['torch.hub.load', 'pickle.load'] };
const EVAL: Match = {
  kind: 'call',
  names: ['builtins.eval'],
  where: { any: [{ argument: { '@0': { from: ['request'] } } }] },
};
const EXTRACT: Match = { kind: 'call', names: ['tarfile.TarFile.extractall'] };
const SETTING: Match = { kind: 'setting', names: ['trust_remote_code'], value: { equals: true } };
const MISSING: Match = {
  kind: 'call',
  names: ['builtins.open'],
  where: { argument: { encoding: { is: 'missing', names: ['never.mind'] } } },
};

const HIDDEN: Match = {
  kind: 'text',
  patterns: [{ label: 'a', regex: '(?<!\\u2060)[\\u2066-\\u2069\\uFEFF]{2,}' }],
};
const VISIBLE: Match = { kind: 'text', patterns: [{ label: 'a', regex: '[\\u2066]|a' }] };

/** Whether a rule is tried on a text, and, after that, on its code alone. */
const TABLE: readonly (readonly [
  name: string,
  match: Match,
  text: string,
  isTried: boolean,
  isTriedOnCode: boolean,
])[] = [
  ['an import and the words', LOAD, 'import torch\ntorch.hub.load(a)', true, true],
  ['the words in another order', LOAD, 'from torch.hub import load as l\nl(a)', true, true],
  ['a part of the name missing', LOAD, 'import torch\ntorch.load(a)', false, false],
  ['no import', LOAD, 'torch.hub.load(a)', false, false],
  ['an import in a comment', LOAD, '# import torch\ntorch.hub.load(a)', true, false],
  ['words in a docstring', LOAD, 'import torch\n"""A hub to load."""', true, false],
  ['words that are parts of others', LOAD, 'import torch\nhub_a.reload()', true, false],
  ['another name of the package', LOAD, 'import cPickle as p\np.load(a)', true, true],
  ['an import that names the package first', LOAD, 'import os, pickle\npickle.load(a)', true, true],
  ['an import inside a line', LOAD, 'if a: import pickle; pickle.load(b)', true, true],
  ['an import after a cause', LOAD, 'raise A from b\nimport pickle\npickle.load(c)', true, true],
  ['an import over lines', LOAD, 'from \\\n  pickle \\\n  import (\n  load)\nload(c)', true, true],
  ['a relative import', LOAD, 'from .pickle import load\nload(c)', false, false],
  ['an import by name', LOAD, 'from importlib import import_module as i\ni("pickle").load(c)', true, true],
  ['an import by name of something else', LOAD, 'i = __import__("os")\ni.load(c)', false, false],
  ['no source of the value', EVAL, 'eval(a)', false, false],
  ['a source of the value', EVAL, 'from flask import request\neval(request.args)', true, true],
  ['a source whose name begins so', EVAL, 'import litestar_x\neval(litestar_x.Body)', true, true],
  ['an object that a call gives back', EXTRACT, 'import tarfile\ntarfile.open(a).extractall()', true, true],
  ['an object that nothing gives', EXTRACT, 'import tarfile\ntarfile.extractall()', false, false],
  ['a setting', SETTING, 'f(trust_remote_code=a)', true, true],
  ['a setting as an option', SETTING, 'p.add("--trust-remote-code")', true, true],
  ['a setting in prose', SETTING, 'f()  # trust_remote_code=a', true, false],
  ['an assignment', SETTING, 'c.trust_remote_code = a', true, true],
  ['a text that has what no ASCII text has', HIDDEN, 'a = "\u2066"', true, true],
  ['a text that has not', HIDDEN, 'a', false, false],
  ['a text that may have anything', VISIBLE, 'b', true, true],
  ['what holds for a missing argument', MISSING, 'open(a)', true, true],
];

describe('needs of rules', () => {
  for (const [name, match, text, isTried, isTriedOnCode] of TABLE) {
    it(`are met, or not, by ${name}`, () => {
      const rule = compileRule({ match } as Rule, KNOWLEDGE, new NeedCompiler(KNOWLEDGE));
      const opened = openModuleText({ kind: 'text', path: 'a.py', text });
      assert.ok('module' in opened);
      const scanned = new RuleFilter([rule]).scan(opened.module);
      const code = text.replace(/#.*|"""[^"]*"""/g, (prose) => ' '.repeat(prose.length));
      assert.equal(scanned.selectRules([rule]).length > 0, isTried);
      assert.equal(isTried && scanned.judgeCode(code).isMet(rule.need), isTriedOnCode);
    });
  }
});

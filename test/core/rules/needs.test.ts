import assert from 'node:assert/strict';
import { fluentMethods, NeedCompiler } from '../../../src/core/rules/compile-need.js';
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
    { call: '**.made', instance: '*' },
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
  harmlessAs: {},
  runners: [],
  starters: [],
  mappers: [],
  landmarks: [],
};

const LOAD: Match = { kind: 'call', names: ['torch.hub.load', 'pickle.load'] };
const TUNED: Match = { kind: 'call', names: ['lib.*.push'] };
const PLAIN: Match = {
  kind: 'setting',
  names: ['url'],
  value: { matches: '^http://' },
  where: { any: [{ argument: { mode: { in: ['write', 'append'] } } }] },
};
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
  ['an import in a comment', LOAD, '# import torch\ntorch.hub.load(a)', false, false],
  ['words in a docstring', LOAD, 'import torch\n"""The hub of torch to load."""', true, false],
  ['words beside what is used of the package', LOAD, 'import torch\ntorch.nn(hub, load)', false, false],
  ['words that are parts of others', LOAD, 'import torch\nhub_a.reload(torch)', false, false],
  ['a name that is longer', LOAD, 'import torch\ntorch.hub.load.a', true, true],
  ['a name over lines', LOAD, 'import torch\n(torch  # a\n.hub\\\n.load)()', true, true],
  ['a part of the name, called otherwise', LOAD, 'from torch import hub as h\nh.load()', true, true],
  ['the package, called otherwise', LOAD, 'import torch as t\nt.hub.load()', true, true],
  ['the package handed on', LOAD, 'import torch\na = torch\na.hub.load()', true, true],
  ['the package in a text', LOAD, 'import torch\na("torch", hub, load)', false, false],
  ['everything of a module', LOAD, 'from torch.hub import *\nload(b)', true, true],
  [
    'one of a list with comments',
    LOAD,
    'from torch import (  # a (b)\n  nn,  # c\n  hub)\nhub.load',
    true,
    true,
  ],
  [
    'another package whose words are there',
    LOAD,
    'import pickle\nimport json\njson.load(a, pickle.x)',
    false,
    false,
  ],
  ['what hands itself on', TUNED, 'from lib import A\nA.made().push()', true, true],
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
  ['a value that is spelled', PLAIN, 'f(url="http://a", mode="write")', true, true],
  ['a value that is not', PLAIN, 'f(url="ftp://a", mode="write")', false, false],
  ['one of several values', PLAIN, 'f(url="http://a", mode="append")', true, true],
  ['another value', PLAIN, 'f(url="http://a", mode="read")', false, false],
  ['an assignment', SETTING, 'c.trust_remote_code = a', true, true],
  ['a text that has what no ASCII text has', HIDDEN, 'a = "\u2066"', true, true],
  ['a text that has not', HIDDEN, 'a', false, false],
  ['a text that may have anything', VISIBLE, 'b', true, true],
  ['what holds for a missing argument', MISSING, 'open(a)', true, true],
];

describe('needs of rules', () => {
  for (const [name, match, text, isTried, isTriedOnCode] of TABLE) {
    it(`are met, or not, by ${name}`, () => {
      const rule = compileRule({ match } as Rule, new NeedCompiler(KNOWLEDGE));
      const opened = openModuleText({ kind: 'text', path: 'a.py', text });
      assert.ok('module' in opened);
      const scanned = new RuleFilter([rule], fluentMethods(KNOWLEDGE)).scan(opened.module);
      const code = text.replace(/#.*|"""[^"]*"""/g, (prose) => ' '.repeat(prose.length));
      assert.equal(scanned.selectRules([rule]).length > 0, isTried);
      assert.equal(isTried && scanned.judgeCode(code).isMet(rule.need), isTriedOnCode);
    });
  }
});

import assert from 'node:assert/strict';
import { SETTINGS, SettingValues } from '../../../src/vscode/settings.js';

const valuesOf = (values: Record<string, unknown>) => new SettingValues((name) => values[name]);

describe('SettingValues', () => {
  it('gives the defaults for what is missing or of another type', () => {
    for (const values of [
      valuesOf({}),
      valuesOf(Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, []]))),
    ]) {
      assert.equal(values.isEnabled, true);
      assert.equal(values.delay, 250);
      assert.equal(values.hidesDuplicates, true);
      assert.equal(values.hasCodeLens, true);
      assert.equal(values.maxDocumentLength, undefined);
      assert.equal(values.hasTimings, false);
      assert.deepEqual(values.rules, {});
    }
  });

  it('keeps numbers in their range', () => {
    assert.equal(valuesOf({ 'diagnostics.delay': -5 }).delay, 0);
    assert.equal(valuesOf({ 'diagnostics.delay': 90_000 }).delay, 5000);
    assert.equal(valuesOf({ 'diagnostics.delay': Number.NaN }).delay, 250);
    assert.equal(valuesOf({ maxFileSize: 0 }).maxDocumentLength, 1);
  });

  it('leaves out rule levels that are none', () => {
    const rules = { 'python/a': 'off', 'python/b': 'loud', 'python/c': 3, 'python/d': 'hint' };
    assert.deepEqual(valuesOf({ rules }).rules, { 'python/a': 'off', 'python/d': 'hint' });
  });
});

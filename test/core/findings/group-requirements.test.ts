import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/findings/finding.js';
import { groupRequirements } from '../../../src/core/findings/group-requirements.js';

function finding(path: string, changes: Partial<Finding> = {}): Finding {
  const at = { line: 0, character: 0 };
  return {
    ruleId: 'dependencies/model-loader-faulty',
    level: 'warning',
    confidence: 'high',
    message: 'torch before 2.10.0',
    location: { path, range: { start: at, end: at } },
    related: [],
    isFlow: false,
    fixes: [],
    guidelines: [],
    fingerprint: path,
    symbol: '',
    ...changes,
  };
}

function group(...findings: readonly Finding[]): readonly (readonly string[])[] {
  return groupRequirements(findings).map(({ location, related }) => [
    location.path,
    ...related.map((place) => place.location.path),
  ]);
}

describe('requirements that share a fault', () => {
  it('are told once for a project', () => {
    assert.deepEqual(
      group(
        finding('pyproject.toml'),
        finding('requirements/base.txt'),
        finding('requirements/gpu.txt'),
        finding('requirements.txt'),
      ),
      [['pyproject.toml', 'requirements/base.txt', 'requirements/gpu.txt', 'requirements.txt']],
    );
  });

  it('are told for each project of a repository', () => {
    assert.deepEqual(
      group(
        finding('services/a/pyproject.toml'),
        finding('services/a/requirements/dev.txt'),
        finding('services/b/requirements.txt'),
      ),
      [['services/a/pyproject.toml', 'services/a/requirements/dev.txt'], ['services/b/requirements.txt']],
    );
  });

  it('stay apart where they say something else, or somebody has judged them', () => {
    const suppression: Finding['suppression'] = { kind: 'in-source', reason: 'offline' };
    const rows = [
      finding('a.txt'),
      finding('b.txt', { message: 'transformers before 4.48.0' }),
      finding('c.txt', { level: 'note' }),
      finding('d.txt', { caseId: 'locked' }),
      finding('e.txt', { ruleId: 'dependencies/npm-faulty' }),
      finding('f.txt', { suppression }),
    ];
    assert.deepEqual(groupRequirements(rows), rows);
  });

  it('are the only findings that are put together', () => {
    const rows = [finding('a.py', { ruleId: 'python/a' }), finding('b.py', { ruleId: 'python/a' })];
    assert.deepEqual(groupRequirements(rows), rows);
  });
});

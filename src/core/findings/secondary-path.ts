const FOLDERS = new Set([
  'test',
  'tests',
  'testing',
  '__tests__',
  '__mocks__',
  'e2e',
  'example',
  'examples',
  'doc',
  'docs',
  'benchmark',
  'benchmarks',
]);

/** True for tests, examples and documentation, whose findings count one level less. Folder names in any case. */
export function isSecondaryPath(path: string): boolean {
  const parts = path.toLowerCase().split('/');
  const file = parts.pop() ?? '';
  if (parts.some((part) => FOLDERS.has(part))) return true;
  return (
    file === 'conftest.py' ||
    /^test_.*\.(?:py|ipynb)$/.test(file) ||
    /_test\.py$|\.(?:test|spec|stories|e2e)\.[cm]?[jt]sx?$/.test(file)
  );
}

import { isSecondaryPath } from '../findings/secondary-path.js';
import type { ModelFileReport } from '../modelfiles/model-file.js';
import type { ModelFileFact } from './inventory.js';

/** What an inventory says of a model file that was looked into; undefined for what is no model file after all. */
export function createModelFileFact({
  findings,
  format,
  path,
  size,
  tensorCount,
  verdict,
}: ModelFileReport): ModelFileFact | undefined {
  if (format === 'unknown' && findings.length === 0) return undefined;
  const start = { line: 0, character: 0 };
  return {
    kind: 'model-file',
    id: `model-file:${path}`,
    name: path,
    location: { path, range: { start, end: start } },
    symbol: '',
    isSecondary: isSecondaryPath(path),
    format,
    size,
    tensors: tensorCount,
    verdict,
  };
}

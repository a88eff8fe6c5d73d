import type { Finding } from '../../src/core/findings/finding.js';
import type { Inventory, InventoryFact } from '../../src/core/inventory/inventory.js';
import type { StatedValue } from '../../src/core/inventory/stated-value.js';
import type { Location } from '../../src/core/source/document.js';

/** A place of one whole line, counted from 1 as people do. */
export function atLine(path: string, line: number): Location {
  return { path, range: { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: 40 } } };
}

/** A value that stands in the code. */
export function constant(value: string | number | boolean): StatedValue {
  return { kind: 'constant', value };
}

/** What every fact carries, for one on a line of a file. */
export function factAt(
  name: string,
  path: string,
  line: number,
): Pick<InventoryFact, 'id' | 'name' | 'location' | 'symbol' | 'isSecondary'> {
  return { id: `${name}@${path}`, name, location: atLine(path, line), symbol: '', isSecondary: false };
}

export function createInventory(facts: readonly InventoryFact[]): Inventory {
  return { facts, dependencies: { packages: {} }, documents: 3 };
}

export function createFinding(
  ruleId: string,
  path: string,
  line: number,
  message = 'It does. Mend it.',
): Finding {
  return {
    ruleId,
    level: 'warning',
    confidence: 'high',
    message,
    location: atLine(path, line),
    related: [],
    isFlow: false,
    fixes: [],
    guidelines: [],
    fingerprint: `${ruleId}:${path}:${line}`,
    symbol: '',
  };
}

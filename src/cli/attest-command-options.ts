import type { AttestationVerdict } from '../core/index.js';
import { CliError } from './cli-error.js';
import { type FlagValues, quote, refuseEmpty } from './flags.js';

/** What `attest` was asked to do. */
export interface AttestOptions {
  /** A question or an item. */
  readonly id: string;
  readonly verdict: AttestationVerdict;
  readonly reason: string;
  readonly evidence?: string;
  /** As written. */
  readonly until?: string;
  /** As written; absent for the identity that Git has. */
  readonly by?: string;
  /** The project's folder as written; absent for the project around the current folder. */
  readonly project?: string;
}

export const ATTEST_FLAGS = {
  reason: { type: 'string', short: 'm' },
  evidence: { type: 'string' },
  until: { type: 'string' },
  by: { type: 'string' },
  'not-applicable': { type: 'boolean' },
  withdraw: { type: 'boolean' },
  project: { type: 'string' },
} as const;

/** @throws CliError that says which option is wrong */
export function readAttestOptions(values: FlagValues, positionals: readonly string[]): AttestOptions {
  const [id, another] = positionals;
  if (id === undefined)
    throw new CliError('attest needs the id of a question or an item, such as ncsc-1.1.q3');
  if (another !== undefined) throw new CliError(`attest takes one id, found also ${quote(another)}`);
  const { reason, evidence, until, by, project } = values;
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw new CliError('attest needs --reason TEXT: it is what a reviewer reads');
  }
  if (values['withdraw'] === true && values['not-applicable'] === true) {
    throw new CliError('--withdraw and --not-applicable exclude each other');
  }
  const verdict = values['withdraw'] === true ? 'withdrawn' : 'attested';
  return {
    id,
    verdict: values['not-applicable'] === true ? 'not-applicable' : verdict,
    reason: refuseLines('--reason', reason),
    ...(typeof evidence === 'string' ? { evidence: refuseLines('--evidence', evidence) } : {}),
    ...(typeof until === 'string' ? { until: refuseLines('--until', until) } : {}),
    ...(typeof by === 'string' ? { by: refuseLines('--by', by) } : {}),
    ...(typeof project === 'string' ? { project: refuseEmpty('--project', project) } : {}),
  };
}

function refuseLines(flag: string, value: string): string {
  const text = refuseEmpty(flag, value.trim());
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get into the file
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text)) {
    throw new CliError(`${flag} must be a single line without control characters`);
  }
  return text;
}

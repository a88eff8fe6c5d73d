import type { State } from '../../core/index.js';

/** States in words. The engine has the same, but it is loaded late and the tree speaks early. */
export const stateWords: Readonly<Record<State, string>> = {
  failing: 'failing',
  expired: 'expired',
  open: 'open',
  attested: 'attested',
  evidenced: 'evidenced',
  'not-applicable': 'not applicable',
};

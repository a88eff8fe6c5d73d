import type { Analysis } from '../../src/core/api.js';

/** What an analysis found, for comparing with another of the same text: without its work, which differs by design. */
export function resultOf({
  findings,
  landmarks,
  notices,
  facts,
  settings,
  modules,
  outline,
}: Analysis): unknown {
  const wanted = new Map(
    outline?.callersWanted.map(({ name, origins }) => [name, [...origins].sort()] as const),
  );
  return {
    findings,
    landmarks,
    notices,
    facts,
    settings,
    modules: modules && { opened: [...modules.opened].sort(), wanted: [...modules.wanted].sort() },
    outline: outline && { ...outline, callersWanted: wanted },
  };
}

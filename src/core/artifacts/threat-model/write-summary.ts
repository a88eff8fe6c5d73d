import type { GeneratedSection } from '../generated-document.js';
import { isOpen, summarize } from './summarize-threat.js';
import type { ThreatModel } from './threat-model.js';

const topThreats = 5;

/** What a reader in a hurry has to know. */
export function writeSummary({ endpoints, threats }: ThreatModel): GeneratedSection {
  const open = threats.filter(({ elements }) => elements.some(isOpen));
  const named = open.slice(0, topThreats).map(({ rule, elements }) => {
    const { likelihood, impact } = summarize(elements);
    return `  ${rule.title} (likelihood ${likelihood.level}, impact ${impact.level})`;
  });
  const unguarded = endpoints.filter(({ authentication }) => authentication === undefined).length;
  const ways =
    endpoints.length === 0
      ? '- No entry point was found in the code.'
      : `- Entry points: ${endpoints.length}; without authentication in the code: ${unguarded}.`;
  const lines = [
    `- Threats that something in the code carries: ${threats.length}; with an open point: ${open.length}.`,
    ways,
    ...(named.length === 0 ? [] : ['- To look at first:', ...named.map((line) => `  -${line.slice(1)}`)]),
  ];
  return {
    id: 'summary',
    opening: '## In short',
    blocks: [{ id: 'summary', name: 'summary', content: [lines.join('\n')] }],
  };
}

import { readAll } from './byte-sources.js';
import { decodeUtf8 } from './decode-text.js';
import type { ConfigurationList } from './model-file-lists.js';
import type { FormatReader, ReaderContext } from './reader.js';
import { quoteText } from './text-bytes.js';

const MAX_TEXT = 1 << 20;
const TARGET = /^[ \t]*(?:- )?['"]?_target_['"]?[ \t]*:[ \t]*(?<path>\S+)/gm;
/** The same key in flow style, as JSON and `{_target_: a.b}` have it. */
const INLINE = /[{,][ \t]*['"]?_target_['"]?[ \t]*:[ \t]*['"]?(?<path>[\w.]+)/g;

/** A reader of configurations of Hydra, which calls whatever `_target_` names; NeMo archives hold one. */
export function createHydraReader(list: ConfigurationList['hydra']): FormatReader {
  return {
    async matches(head, source) {
      if (head.length === 0 || head.some((byte) => byte < 9)) return false;
      return decodeUtf8(await readAll(source, 0, Math.min(source.size, MAX_TEXT))).includes('_target_');
    },
    async read(source, context) {
      const text = decodeUtf8(await readAll(source, 0, Math.min(source.size, MAX_TEXT)));
      if (source.size > MAX_TEXT)
        context.report.addUnread(`the configuration behind its first ${MAX_TEXT} bytes`);
      const targets = [...text.matchAll(TARGET), ...text.matchAll(INLINE)];
      for (const match of targets) {
        context.budget.takeSteps();
        judge((match.groups?.['path'] ?? '').replace(/^['"]|['",}]+$/g, ''), match.index, context, list);
      }
      if (targets.length > 0) context.report.addDetail('content', 'Hydra configuration');
      return 'unknown';
    },
  };
}

function judge(path: string, offset: number, context: ReaderContext, list: ConfigurationList['hydra']): void {
  const { report, member } = context;
  const split = path.lastIndexOf('.');
  const judgement = context.globals.judge(path.slice(0, Math.max(0, split)), path.slice(split + 1));
  const trusted = list.find(({ name }) => path.startsWith(`${name}.`));
  let verdict = judgement.verdict;
  let reason = judgement.reason;
  if (verdict !== 'dangerous') {
    [verdict, reason] = trusted
      ? ['harmless', trusted.reason]
      : ['unknown', 'called with the arguments beside it'];
  }
  report.addImport({ name: path, verdict, reason, offset, member });
  if (verdict === 'harmless') return;
  report.addFinding({
    ruleId: 'model-file/configuration-target',
    verdict,
    message: `_target_ names ${quoteText(path)}, which loading the configuration calls (CVE-2025-23304): ${reason}`,
    offset,
    member,
    chain: [],
  });
}

import { readJsonEntry } from './keras-archive.js';
import type { ConfigurationList } from './model-file-lists.js';
import type { ArchiveFormat, ReaderContext } from './reader.js';
import type { JsonValue } from './strict-json.js';
import { quoteText } from './text-bytes.js';

/** A reader of skops archives: the types and functions that `schema.json` names. */
export function createSkopsArchive(list: ConfigurationList['skops']): ArchiveFormat {
  return {
    matches: (entries) =>
      entries.some(({ name }) => name === 'schema.json') &&
      entries.every(({ name }) => name === 'schema.json' || /^[\w-]+\.(npy|npz|bin)$/.test(name)),
    async read(entries, context) {
      for (const entry of entries) {
        if (entry.name !== 'schema.json') continue;
        const value = await readJsonEntry(entry, context);
        if (value === undefined) continue;
        if (value instanceof Map) {
          for (const name of ['_skops_version', 'protocol']) {
            const item = value.get(name);
            if (item !== undefined)
              context.report.addDetail(name.replace(/^_/, '').replace('_', ' '), String(item));
          }
        }
        visit(value, context, list);
      }
      context.report.addDetail('content', 'skops');
      return 'zip';
    },
  };
}

function visit(value: JsonValue, context: ReaderContext, list: ConfigurationList['skops']): void {
  context.budget.takeSteps();
  if (Array.isArray(value)) for (const item of value) visit(item, context, list);
  if (!(value instanceof Map)) return;
  const module = value.get('__module__');
  const name = value.get('__class__');
  const loader = value.get('__loader__');
  if (typeof module === 'string' && typeof name === 'string') {
    judge(module, name, typeof loader === 'string' ? loader : '', context, list);
  }
  const type = value.get('module_path');
  const function_ = value.get('function');
  if (typeof type === 'string' && typeof function_ === 'string') judge(type, function_, '', context, list);
  for (const item of value.values()) visit(item, context, list);
}

function judge(
  module: string,
  name: string,
  loader: string,
  context: ReaderContext,
  list: ConfigurationList['skops'],
): void {
  const full = `${module}.${name}`;
  const { report, member } = context;
  const kind = list.loaders.find((entry) => entry.name === loader);
  const trusted = list.trusted.find((entry) => module === entry.name || module.startsWith(`${entry.name}.`));
  const judgement = context.globals.judge(module, name);
  let verdict: 'harmless' | 'unknown' | 'dangerous' = 'unknown';
  let reason = 'skops asks before it loads this type';
  if (list.values.includes(full)) [verdict, reason] = ['harmless', 'a plain value'];
  else if (judgement.verdict === 'dangerous') ({ verdict, reason } = judgement);
  else if (trusted && !kind?.isAlwaysAsked) [verdict, reason] = ['harmless', trusted.reason];
  else if (kind) ({ verdict, reason } = kind);
  else if (judgement.verdict === 'harmless') ({ verdict, reason } = judgement);
  report.addImport({ name: full, verdict, reason, offset: 0, member });
  if (verdict === 'harmless') return;
  report.setConversion('convert the estimator to ONNX (skl2onnx) where it is trusted');
  report.addFinding({
    ruleId: 'model-file/skops-untrusted-type',
    verdict,
    message: `schema.json names ${quoteText(full)}: ${reason}`,
    member,
    chain: loader === '' ? [] : [loader],
  });
}

import assert from 'node:assert/strict';
import type { Knowledge } from '../../src/core/api.js';
import { completeYaml } from '../../src/core/assist/complete-yaml.js';
import { describeYaml } from '../../src/core/assist/describe-yaml.js';
import { createConfigurationJsonSchema } from '../../src/core/configuration/configuration-schema.js';
import { createSuppressionComment, placeSuppression } from '../../src/core/findings/place-suppression.js';
import { takeExcerpts } from '../../src/core/report/excerpt.js';
import { formatJson } from '../../src/core/report/json-report.js';
import { formatMarkdown } from '../../src/core/report/markdown-report.js';
import { mergeSarif } from '../../src/core/report/merge-sarif.js';
import { formatSarif } from '../../src/core/report/sarif-report.js';
import { formatText } from '../../src/core/report/text-report.js';
import { expandTokens } from '../../src/core/rules/expand-tokens.js';
import { LineIndex } from '../../src/core/source/position.js';
import { createContext, createTestEngine } from '../support/engine.js';
import { mutateText } from './mutate-text.js';
import { createSoundness } from './sound-python.js';
import type { FuzzTarget } from './target.js';

const STEERING: readonly string[] = [
  ...[
    '\u001b[2J',
    '\u009b31m',
    '\u202e',
    '\u2028',
    '\0',
    '\u0007',
    '\ud800',
    '</script>',
    '<img src=x onerror=y>',
  ],
  ...[
    '](command:x)',
    '[a](http://b)',
    '| |',
    '```\n',
    '~~~',
    '&lt;',
    '-->',
    '# fairlead: ignore[',
    '\n\n# ',
    '\\',
    '%',
  ],
];
const BREAKING: readonly string[] = [
  '"""',
  "'''",
  '\\\n',
  '# a',
  '(\n',
  ')',
  '; ',
  '\r\n',
  '\f',
  'if x: ',
  'x'.repeat(120),
  '@a\n',
];
const CONFIGURATION =
  'rules:\n  python/torch-load-unsafe: off\nexclude:\n  - "a/**"\nfailOn: error\nteamRules: [a]\n';

/** What is written for people from what strangers wrote: reports, comments, help while typing. */
export function createReportTargets(knowledge: Knowledge): readonly FuzzTarget[] {
  const engine = createTestEngine(knowledge);
  const isSound = createSoundness();
  const seeds = knowledge.rules.flatMap(({ examples: { bad }, languages }) =>
    languages.includes('python') ? bad.map(({ code }) => expandTokens(code).slice(0, 2000)) : [],
  );
  const { frameworks, rules, taxonomies } = knowledge;
  const schema = createConfigurationJsonSchema(rules, { $id: 'https://example.org/a.json', title: 'a' });
  return [
    {
      name: 'reports',
      holds: 'No text or name of a file steers a terminal, breaks a line, or is more than text in a report.',
      create: (random) => {
        const name = `${mutateText('src/a b.py', ['x/y.py'], STEERING, random).slice(0, 200)}.py`;
        return JSON.stringify([name, mutateText(random.pick(seeds), seeds, STEERING, random)]);
      },
      run: async (pair) => {
        const [path = '', text = '']: readonly string[] = JSON.parse(String(pair));
        const { findings, notices } = await engine.analyse({ kind: 'text', path, text }, createContext(path));
        const excerpts = takeExcerpts(
          text,
          findings.map(({ location }) => location),
        );
        const report = {
          toolVersion: '1',
          root: 'a',
          fileCount: 1,
          findings,
          notices,
          rules,
          frameworks,
          taxonomies,
        };
        for (const line of formatText({ ...report, excerpts }, { isColoured: false, width: 80 }).split(
          '\n',
        )) {
          assert.doesNotMatch(line, /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
        }
        const brief = formatText({ ...report, excerpts }, { isColoured: false, isBrief: true });
        const counted = findings.filter(({ suppression }) => suppression === undefined).length;
        assert.equal(brief.split('\n').length - 1, counted + notices.length);
        assert.doesNotMatch(
          formatMarkdown(report),
          /(?<!\\)<(?:script|img)|(?<!\\)\]\(command:|[^\P{Cc}\n]/u,
        );
        assert.equal(JSON.parse(formatJson(report)).findings.length, findings.length);
        const sarif = formatSarif(report);
        assert.equal(
          JSON.parse(mergeSarif([{ path: 'a', text: sarif }])).runs[0].results.length,
          findings.length,
        );
      },
    },
    {
      name: 'suppressions',
      holds: 'A comment that is put at a finding silences it, and leaves the rest of the text alone.',
      create: (random) => mutateText(random.pick(seeds), seeds, BREAKING, random),
      run: async (input) => {
        const text = String(input);
        if (!(await isSound(text))) return;
        const context = createContext('a.py', {}, { isGrouping: false });
        const analyse = async (code: string) =>
          (await engine.analyse({ kind: 'text', path: 'a.py', text: code }, context)).findings;
        const finding = (await analyse(text)).find(({ ruleId }) => !ruleId.startsWith('fairlead/'));
        if (finding === undefined || finding.suppression !== undefined) return;
        const comment = createSuppressionComment(finding.ruleId, 'a reason', 'python') ?? '';
        const offset = new LineIndex(text).offsetAt(finding.location.range.start);
        const edit = placeSuppression({ text, languageId: 'python', offset, comment });
        if (edit === undefined) return;
        const { newText, span } = edit;
        assert.equal(newText.trim(), comment);
        const after = await analyse(text.slice(0, span.start) + newText + text.slice(span.end));
        const same = after.find(({ fingerprint }) => fingerprint === finding.fingerprint);
        assert.equal(same?.suppression?.reason, 'a reason');
      },
    },
    {
      name: 'yaml-assist',
      holds: 'At every place of a file that is being written there is help or none.',
      create: (random) => {
        const text = mutateText(CONFIGURATION, [CONFIGURATION], STEERING, random);
        return JSON.stringify([text, random.below(text.length + 1)]);
      },
      run: (pair) => {
        const [text, offset]: readonly [string, number] = JSON.parse(String(pair));
        completeYaml(text, offset, schema);
        describeYaml(text, offset, schema);
      },
    },
  ];
}

import type { Knowledge } from '../core/api.js';
import { fenceLanguage } from '../core/rules/fence-language.js';
import type { Rule } from '../core/rules/rule.js';
import type { RuleFix } from '../core/rules/rule-fix.js';

/** One Markdown page with every rule, from the rule files. */
export function renderRulePages(
  knowledge: Knowledge,
): readonly { readonly path: string; readonly text: string }[] {
  const titles = new Map(
    knowledge.frameworks.flatMap((framework) =>
      framework.sections.flatMap((section) =>
        section.items.map(
          (item) => [item.id, `${framework.shortTitle} ${item.number}: ${item.shortTitle}`] as const,
        ),
      ),
    ),
  );
  const lines = [
    '# Rules',
    '',
    'Made from the files in `guidelines/rules` by `npm run generate`; do not edit.',
    '',
    '| rule | level | fix | what it finds |',
    '| --- | --- | --- | --- |',
    ...knowledge.rules.map(
      (rule) =>
        `| [${rule.id}](#${anchorOf(rule)}) | ${rule.level} | ${describeFix(rule)} | ${escapeCell(rule.title)} |`,
    ),
    '',
    ...knowledge.rules.flatMap((rule) => renderRule(rule, titles)),
  ];
  return [{ path: 'guidelines/RULES.md', text: `${escapeUnseen(lines.join('\n')).trimEnd()}\n` }];
}

function renderRule(rule: Rule, titles: ReadonlyMap<string, string>): readonly string[] {
  const references = Object.entries(rule.references).flatMap(([, ids]) => ids ?? []);
  const [bad] = rule.examples.bad;
  const lines = [`## ${rule.id}`, '', `**${rule.title}.** ${rule.message}`, '', rule.why, ''];
  lines.push('Guidelines:', '', ...rule.guidelines.map((id) => `- ${titles.get(id) ?? id}`), '');
  if (references.length > 0) lines.push(`References: ${references.join(', ')}`, '');
  if (bad !== undefined) lines.push('Reported:', '', ...fence(rule, bad.code), '');
  if (bad?.fixed !== undefined) lines.push('After the fix:', '', ...fence(rule, bad.fixed), '');
  const reasons = new Set(fixesOf(rule).flatMap(({ because }) => because ?? []));
  if (reasons.size > 0) {
    lines.push('Mended unasked where it is certain that nothing else changes:', '');
    lines.push(...[...reasons].map((reason) => `- ${reason}`), '');
  }
  const [good] = rule.examples.good;
  if (good !== undefined) lines.push('Not reported:', '', ...fence(rule, good.code), '');
  return lines;
}

function fence(rule: Rule, code: string): readonly string[] {
  return [`\`\`\`${fenceLanguage(rule) || 'text'}`, code.trimEnd(), '```'];
}

function anchorOf(rule: Rule): string {
  return rule.id.replace('/', '');
}

function describeFix(rule: Rule): string {
  const fixes = fixesOf(rule);
  if (fixes.length === 0) return '';
  return fixes.some((fix) => fix.keepsBehaviour) ? 'keeps behaviour' : 'suggested';
}

function fixesOf(rule: Rule): readonly RuleFix[] {
  return [...(rule.fix ?? []), ...(rule.cases ?? []).flatMap((one) => one.fix ?? [])];
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** Characters beyond ASCII as escapes: some examples are about those that nobody sees. */
function escapeUnseen(text: string): string {
  return text.replace(
    /[^\n\x20-\x7e]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

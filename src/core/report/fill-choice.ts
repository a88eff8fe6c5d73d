import type { ChoiceFix, Fix } from '../findings/finding.js';

const COMMIT = /^[0-9a-f]{40}$/;

/**
 * The fix that a choice makes of an edit that needs a value.
 *
 * @returns undefined when the value is none of those that may be chosen; the reason for people is the choice's question
 */
export function fillChoice(
  { title, options, commitOf, pattern, edits }: ChoiceFix,
  value: string,
): Fix | undefined {
  const isOption = options.some((option) => option.value === value);
  const isCommit = commitOf !== undefined && COMMIT.test(value);
  const isTyped = pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(value);
  if (!isOption && !isCommit && !isTyped) return undefined;
  const stored = JSON.stringify(value).slice(1, -1);
  return {
    title,
    keepsBehaviour: false,
    edits: edits.map((edit) => ({
      ...edit,
      newText: edit.newText.replaceAll('{choice}', () => value),
      ...(edit.rawNewText === undefined
        ? {}
        : { rawNewText: edit.rawNewText.replaceAll('{choice}', () => stored) }),
    })),
  };
}

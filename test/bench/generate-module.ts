import type { Knowledge } from '../../src/core/api.js';
import { expandTokens } from '../../src/core/rules/expand-tokens.js';
import { METHODS, TRAINING_IMPORTS, TRAINING_PIECES } from './python-samples.js';
import { createRandom } from './statistics.js';

/** One piece in so many is an example of a rule. */
const EXAMPLE_SHARE = 1 / 6;

/**
 * A training module of about `lineCount` lines: plausible pieces, and between them the examples of the rules, bad and
 * good, as they stand in the rule files. The same knowledge gives the same text.
 */
export function generateTrainingModule(knowledge: Knowledge, lineCount: number): string {
  const examples = knowledge.rules
    .filter(({ languages }) => languages.includes('python'))
    .flatMap(({ examples: { bad, good } }) => [...bad, ...good].map(({ code }) => expandTokens(code)));
  const random = createRandom(20);
  const choose = (texts: readonly string[]): string => texts[Math.floor(random() * texts.length)] ?? '';
  return grow(`${TRAINING_IMPORTS}\n\n`, lineCount, (number) => {
    const isExample = examples.length > 0 && random() < EXAMPLE_SHARE;
    return isExample
      ? `${choose(examples)}\n\n`
      : `${choose(TRAINING_PIECES).replaceAll(/@(?!torch)/g, `${number}`)}\n\n`;
  });
}

/** A module that is one class of about `lineCount` lines: nothing of it can be left out by whole statements. */
export function generateGiantClass(lineCount: number): string {
  const head = `${TRAINING_IMPORTS}\n\nclass Trainer:
    def __init__(self, model, device="cpu", **options):
        self.model = model
        self.device = device
        self.options = options
        self.history = []
        self.epoch = 0

`;
  return grow(head, lineCount, (number) => {
    const method = METHODS[number % METHODS.length] ?? '';
    return `${method.replaceAll('@', `${number}`)}\n`;
  });
}

function grow(head: string, lineCount: number, create: (number: number) => string): string {
  const parts = [head];
  let lines = countLines(head);
  for (let number = 1; lines < lineCount; number += 1) {
    const part = create(number);
    parts.push(part);
    lines += countLines(part);
  }
  return parts.join('');
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

import type { CallExpr } from '../syntax/ir.js';
import { type Condition, conditionsAt } from './conditions.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';

const ENDING_CALLS =
  /^(?:sys\.exit|os\._exit|builtins\.(?:exit|quit)|flask\.abort|streamlit\.stop|argparse\.ArgumentParser\.(?:error|exit)|builtins\.process\.exit)$/;
const ASKING_WORDS: readonly string[] = ['input', 'confirm', 'prompt', 'ask', 'inquirer'];

/** Tells what is certain at places of the workspace's modules. */
export class PlaceConditions {
  readonly #resolver: Resolver;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** What is certain at an offset, in the scope and those around it. `root`: a name that has to stand in the text. */
  at(root: string | undefined, offset: number, from: Scope): readonly Condition[] {
    const found: Condition[] = [];
    let at = offset;
    for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
      found.push(...this.within(scope, at, root));
      if (scope.owner !== undefined) at = scope.owner.start;
    }
    return found;
  }

  /** What is certain at an offset, in one scope alone. */
  within(scope: Scope, offset: number, root: string | undefined): readonly Condition[] {
    const { owner, model } = scope;
    const isEnding = (call: CallExpr, site: Site): boolean =>
      this.#resolver.namesOf(call.callee, site).some((name) => ENDING_CALLS.test(name));
    switch (owner?.kind) {
      case 'function':
        return conditionsAt(owner.body.read(), offset, scope, isEnding);
      case 'comprehension': {
        const isElement = owner.elements.some(({ start, end }) => start <= offset && offset <= end);
        if (!isElement) return [];
        return owner.conditions.map((expr) => ({
          kind: 'test',
          expr,
          holds: true,
          isGate: true,
          site: { scope, offset: expr.start },
        }));
      }
      case 'class':
        return [];
      case undefined: {
        const words = root === undefined ? ASKING_WORDS : [root];
        const blocks = new Set(words.flatMap((word) => model.syntax.plainBlocksWith(word)));
        const own = model.syntax.blockAt(offset);
        if (own !== undefined && own.definedName === undefined && offset < own.end) blocks.add(own);
        const statements = [...blocks]
          .filter(({ start }) => start <= offset)
          .sort((a, b) => a.start - b.start)
          .flatMap((block) => model.syntax.read(block));
        return conditionsAt(statements, offset, scope, isEnding);
      }
    }
  }
}

import type { FactBuilder } from './fact-builder.js';
import type { Handler } from './find-guards.js';
import type { Guard } from './inventory.js';

/**
 * `text: str = Field(max_length=4000)` in the class of an input. Undefined unless each text and list of the class has such a
 * limit.
 */
export function findFieldLimit(facts: FactBuilder, { stmt, scope }: Handler): Guard | undefined {
  for (const { annotation } of stmt.parameters) {
    if (annotation === undefined) continue;
    for (const target of facts.module.resolver.resolve(annotation, { scope, offset: annotation.start })) {
      if (target.kind !== 'class' || !facts.isHere(target.scope)) continue;
      const limits = target.stmt.body.read().flatMap((field): (Guard | undefined)[] => {
        if (field.kind !== 'assign' || field.annotation === undefined) return [];
        if (!/\b(?:str|bytes|list|List|Sequence)\b/.test(facts.textOf(field.annotation))) return [];
        const limit = /\bmax_(?:length|items)\s*=/.exec(facts.text.text.slice(field.start, field.end));
        if (limit === null) return [undefined];
        const start = field.start + limit.index;
        const span = { start, end: start + limit[0].length };
        return [{ name: `max_length in ${target.stmt.name}`, location: facts.text.locate(span) }];
      });
      if (limits.length > 0 && limits.every((limit) => limit !== undefined)) return limits[0];
    }
  }
  return undefined;
}

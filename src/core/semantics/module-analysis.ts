import type { ModuleAnalysis } from '../rules/match-context.js';
import type { ModuleSyntax } from '../syntax/module-syntax.js';
import type { CompiledNames } from './compiled-names.js';
import { ConstantFolder } from './constants.js';
import { FlowTracer } from './flow.js';
import type { CompiledFlow } from './flow-knowledge.js';
import { ModuleModel } from './module-model.js';
import { lastSegment, NamePatterns } from './name-pattern.js';
import type { ProjectFacts } from './project.js';
import { Resolver } from './resolver.js';
import { walkStatements } from './walk.js';

/** Puts together what rules ask of a module. */
export function createModuleAnalysis(
  syntax: ModuleSyntax,
  names: CompiledNames,
  flow: CompiledFlow,
  project: ProjectFacts,
): ModuleAnalysis {
  const model = new ModuleModel(syntax);
  const resolver = new Resolver(model, names);
  const folder = new ConstantFolder(resolver);
  const known = new Map<string, boolean>();
  const mentionsOne = (pattern: string): boolean => {
    let answer = known.get(pattern);
    if (answer === undefined) {
      answer = findsMention(pattern, model, resolver, names);
      known.set(pattern, answer);
    }
    return answer;
  };
  return {
    model,
    resolver,
    folder,
    tracer: new FlowTracer(resolver, flow, folder),
    project,
    mentions: (patterns) => patterns.some(mentionsOne),
  };
}

/** True when the module imports, calls or names something that the pattern matches. */
function findsMention(
  pattern: string,
  model: ModuleModel,
  resolver: Resolver,
  names: CompiledNames,
): boolean {
  const patterns = new NamePatterns([pattern]);
  const word = lastSegment(pattern);
  let isFound = false;
  for (const block of word === undefined ? model.syntax.blocks : model.syntax.blocksWith(word)) {
    if (isFound) break;
    walkStatements(model, model.syntax.read(block), model.root, {
      enters: () => !isFound,
      statement: (statement) => {
        if (statement.kind === 'import') {
          isFound ||= statement.names.some(({ name }) => patterns.matches(names.canonicalName(name)));
        } else if (statement.kind === 'from-import') {
          isFound ||= statement.names.some(({ name }) =>
            patterns.matches(names.canonicalName(`${statement.module}.${name}`)),
          );
        }
      },
      expression: (expr, scope) => {
        if (isFound || (expr.kind !== 'name' && expr.kind !== 'attribute')) return;
        if (word !== undefined && expr.name !== word) return;
        isFound = patterns.matchesAny(resolver.namesOf(expr, { scope, offset: expr.start }));
      },
    });
  }
  return isFound;
}

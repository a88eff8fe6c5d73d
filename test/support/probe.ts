import type { ModuleAnalysis } from '../../src/core/rules/match-context.js';
import { CompiledNames } from '../../src/core/semantics/compiled-names.js';
import { CompiledFlow } from '../../src/core/semantics/flow-knowledge.js';
import type { SemanticKnowledge } from '../../src/core/semantics/knowledge.js';
import { createModuleAnalysis } from '../../src/core/semantics/module-analysis.js';
import type { Site } from '../../src/core/semantics/module-model.js';
import { NO_PROJECT_FACTS } from '../../src/core/semantics/project.js';
import { walkStatements } from '../../src/core/semantics/walk.js';
import type { CodeParser } from '../../src/core/syntax/code-parser.js';
import type { Expr } from '../../src/core/syntax/ir.js';
import { ModuleSyntax } from '../../src/core/syntax/module-syntax.js';
import { PYTHON } from '../../src/core/syntax/python/python-language.js';
import type { SyntaxLanguage } from '../../src/core/syntax/syntax-language.js';

/** Argument of a `probe(...)` call in a module. */
export interface Probe {
  readonly value: Expr;
  readonly site: Site;
}

/** A module, and the arguments of its `probe(...)` calls in the order of the text. */
export interface ProbedModule {
  readonly module: ModuleAnalysis;
  readonly probes: readonly Probe[];
}

/** Analyses a text with the real knowledge. */
export function probeModule(
  text: string,
  parser: CodeParser,
  knowledge: SemanticKnowledge,
  language: SyntaxLanguage = PYTHON,
): ProbedModule {
  const syntax = new ModuleSyntax(text, [], parser, undefined, language);
  const module = createModuleAnalysis(
    syntax,
    new CompiledNames(knowledge),
    new CompiledFlow(knowledge),
    NO_PROJECT_FACTS,
  );
  const probes: Probe[] = [];
  for (const block of syntax.blocks) {
    walkStatements(module.model, syntax.read(block), module.model.root, {
      enters: () => true,
      expression: (expr, scope) => {
        if (expr.kind !== 'call' || expr.callee.kind !== 'name' || expr.callee.name !== 'probe') return;
        const [argument] = expr.args;
        if (argument !== undefined)
          probes.push({ value: argument.value, site: { scope, offset: expr.start } });
      },
    });
  }
  return { module, probes };
}

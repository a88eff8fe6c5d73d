import type { LinkedModules } from '../modules/linked-modules.js';
import type { ModuleAnalysis } from '../rules/match-context.js';
import type { ModuleText } from '../source/module-text.js';
import type { ModuleSyntax } from '../syntax/module-syntax.js';
import type { CompiledNames } from './compiled-names.js';
import { ConstantFolder } from './constants.js';
import { FlowTracer } from './flow.js';
import type { CompiledFlow } from './flow-knowledge.js';
import { Mentions } from './mentions.js';
import { ModuleModel } from './module-model.js';
import type { ProjectFacts } from './project.js';
import { Resolver } from './resolver.js';

/**
 * Puts together what rules ask of a module. `mayMention` is false for a name that nothing in the module can have; with
 * `linked`, names are followed into other modules of the workspace.
 */
export function createModuleAnalysis(
  syntax: ModuleSyntax,
  names: CompiledNames,
  flow: CompiledFlow,
  project: ProjectFacts,
  mayMention: (name: string) => boolean = () => true,
  source?: ModuleText,
  linked?: LinkedModules,
): ModuleAnalysis {
  const model = new ModuleModel(syntax, source, linked?.links);
  linked?.add(model);
  const resolver = new Resolver(model, names);
  const folder = new ConstantFolder(resolver);
  // What other modules hold is not mentioned here.
  const alone = linked === undefined ? undefined : new Resolver(new ModuleModel(syntax, source), names);
  const mentions = new Mentions(alone?.model ?? model, alone ?? resolver, names, mayMention);
  return {
    model,
    resolver,
    ...(alone === undefined ? {} : { alone }),
    folder,
    tracer: new FlowTracer(resolver, flow, folder),
    project,
    mentions: (patterns) => patterns.some((pattern) => mentions.has(pattern)),
  };
}

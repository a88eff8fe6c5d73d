import type { LinkedModules } from '../modules/linked-modules.js';
import type { ModuleAnalysis } from '../rules/match-context.js';
import type { ModuleText } from '../source/module-text.js';
import type { ModuleSyntax } from '../syntax/module-syntax.js';
import type { WorkDone } from './bounded-answers.js';
import type { CompiledNames } from './compiled-names.js';
import { ConstantFolder } from './constants.js';
import { FlowTracer } from './flow.js';
import type { CompiledFlow } from './flow-knowledge.js';
import type { MentionMemory } from './mention-memory.js';
import { Mentions } from './mentions.js';
import { ModuleModel } from './module-model.js';
import type { ProjectFacts } from './project.js';
import { Resolver } from './resolver.js';

/** What is known about a module beside its syntax. */
export interface ModuleSurroundings {
  /** False for a name that nothing in the module can have. */
  mayMention?(name: string): boolean;
  readonly source?: ModuleText;
  /** Other modules of the workspace, into which names are followed. */
  readonly linked?: LinkedModules;
  /** What earlier versions mentioned. */
  readonly mentions?: MentionMemory;
}

/** Puts together what rules ask of a module. */
export function createModuleAnalysis(
  syntax: ModuleSyntax,
  names: CompiledNames,
  flow: CompiledFlow,
  project: ProjectFacts,
  { mayMention = () => true, source, linked, mentions: memory }: ModuleSurroundings = {},
): ModuleAnalysis {
  const model = new ModuleModel(syntax, source, linked?.links);
  linked?.add(model);
  // What other modules hold is not mentioned here.
  const aloneModel = linked === undefined ? undefined : new ModuleModel(syntax, source);
  const done: WorkDone = { visits: 0 };
  const create = (): ModuleAnalysis => {
    const resolver = new Resolver(model, names, done);
    const folder = new ConstantFolder(resolver);
    const alone = aloneModel === undefined ? undefined : new Resolver(aloneModel, names, done);
    return {
      model,
      resolver,
      ...(alone === undefined ? {} : { alone }),
      folder,
      certain: new ConstantFolder(resolver, true),
      tracer: new FlowTracer(resolver, flow, folder),
      project,
      mentions: (patterns) => patterns.some((pattern) => mentions.has(pattern)),
      renew: () => {
        linked?.links.renew();
        return create();
      },
    };
  };
  const whole = create();
  const mentions = new Mentions(whole.alone ?? whole.resolver, names, mayMention, memory);
  return whole;
}

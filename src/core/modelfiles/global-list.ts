import { type Infer, readSource, type YamlProblem, type YamlSource } from '../guidelines/yaml-reader.js';
import { boolean, string } from '../guidelines/yaml-scalars.js';
import { list, object, optional, withDefault } from '../guidelines/yaml-shapes.js';

const word = string({ singleLine: true });
const words = list(word, { minItems: 1, unique: true });

/** The shape of each file in guidelines/modelfiles/globals. */
const GLOBAL_LISTS_SCHEMA = object({
  harmless: list(
    object({
      /** Each name in each of the modules. */
      modules: words,
      names: words,
      reason: word,
      /** True when the first argument is itself a pickle or model file, which decides. */
      loadsArgument: withDefault(boolean(), false),
    }),
  ),
  dangerous: list(
    object({
      modules: words,
      /** Absent: everything in the modules and in modules below them. */
      names: optional(words),
      reason: word,
      references: words,
      loadsArgument: withDefault(boolean(), false),
    }),
  ),
});

/** What is known of globals that pickles name. */
export type GlobalLists = Infer<typeof GLOBAL_LISTS_SCHEMA>;

/** Reads and joins the files of guidelines/modelfiles/globals, or gives every problem in them. */
export function readGlobalLists(
  sources: readonly YamlSource[],
):
  | { readonly ok: true; readonly globals: GlobalLists }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] } {
  const results = sources.map((source) => readSource(source, GLOBAL_LISTS_SCHEMA));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) return { ok: false, problems };
  const lists = results.flatMap((result) => (result.ok ? [result.value] : []));
  return {
    ok: true,
    globals: {
      harmless: lists.flatMap(({ harmless }) => harmless),
      dangerous: lists.flatMap(({ dangerous }) => dangerous),
    },
  };
}

/** Judgement of one global. */
export interface GlobalJudgement {
  readonly verdict: 'harmless' | 'unknown' | 'dangerous';
  /** Why, in one line: what a harmless one does when called, what a dangerous one can do, or that it is on no list. */
  readonly reason: string;
  /** Ids of CWE and ATLAS entries; empty unless dangerous. */
  readonly references: readonly string[];
  /** True when the first argument is itself a pickle or model file. */
  readonly loadsArgument: boolean;
}

/** Judges globals by the lists in guidelines/modelfiles/globals: what is on neither list is `unknown`. */
export interface GlobalList {
  /** `module` and `name` as the file spells them; `name` may hold dots (protocol 4 resolves attributes through them). */
  judge(module: string, name: string): GlobalJudgement;
}

const INTERNALS = /^__\w+__$/;
const TRICK = ['CWE-502', 'AML.T0011.000'];

/** Prepares the lists for look-ups. */
export function createGlobalList(lists: GlobalLists): GlobalList {
  const harmless = new Map<string, GlobalJudgement>();
  for (const { modules, names, reason, loadsArgument } of lists.harmless) {
    const judgement = { verdict: 'harmless', reason, references: [], loadsArgument } as const;
    for (const module of modules) for (const name of names) harmless.set(`${module}\n${name}`, judgement);
  }
  const modulesWhole = new Map<string, GlobalJudgement>();
  const dangerous = new Map<string, GlobalJudgement>();
  for (const { modules, names, reason, references, loadsArgument } of lists.dangerous) {
    const judgement = { verdict: 'dangerous', reason, references, loadsArgument } as const;
    for (const module of modules) {
      if (names === undefined) modulesWhole.set(module, judgement);
      else for (const name of names) dangerous.set(`${module}.${name}`, judgement);
    }
  }
  /** The judgement of a dotted path by its longest listed beginning. */
  const findDangerous = (path: string): GlobalJudgement | undefined => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
      const part = path.slice(0, end);
      const found = dangerous.get(part) ?? modulesWhole.get(part);
      if (found) return found;
    }
    return undefined;
  };
  return {
    judge(module, name) {
      const known = harmless.get(`${module}\n${name}`);
      if (known) return known;
      const direct = findDangerous(`${module}.${name}`);
      if (direct) return direct;
      const steps = name.split('.');
      const internal = steps.find((step) => INTERNALS.test(step));
      if (internal !== undefined) {
        return trick(`reaches the interpreter's internals through ${internal}`);
      }
      for (const [at, step] of steps.entries()) {
        const reached =
          steps.length === 1 ? modulesWhole.get(step) : findDangerous(steps.slice(at).join('.'));
        if (reached) return trick(`reaches a listed module or function through another: ${reached.reason}`);
      }
      return {
        verdict: 'unknown',
        reason: 'on no list; what it does when it is loaded is not known',
        references: [],
        loadsArgument: false,
      };
    },
  };
}

function trick(reason: string): GlobalJudgement {
  return { verdict: 'dangerous', reason, references: TRICK, loadsArgument: false };
}

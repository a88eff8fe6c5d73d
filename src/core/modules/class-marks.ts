import { isToolClass, isToolName } from '../semantics/tool-names.js';
import type { ModuleOutline, OutlinedClass } from './module-outline.js';

/** What reads the arguments of a function or declares them, so that a model can be told of them. */
const SCHEMA =
  /schema|get_type_hints|\binspect\b|__doc__|__annotations__|\bparameters\b|\binputs\b|to_params/;
/** An argument that is described to a model, and a decorator that takes something. */
const DESCRIBED =
  /["']type["']\s*:\s*["'](?:str|string|int|integer|number|float|bool|boolean|object|array|list|dict)["']/;
const DECORATED = /^[ \t]*@[\w.]+\(/m;

/** Methods that a class lists: `self.commands = {"Read a file": self.read_file}`. */
const LISTED =
  /\bself\._?(?:commands|tools|actions|abilities|functions|skills|capabilities)\s*(?::[^=\n]*)?=\s*\{[^{}]{0,200}["']\s*:\s*self\.\w/;

/** What a text tells about its classes, and about tools that it makes in a way of its own. */
export function readClassMarks(text: string): Pick<ModuleOutline, 'classes' | 'tools' | 'describesTools'> {
  const classes = readClasses(text);
  return {
    classes,
    tools: readTools(text, classes),
    describesTools: text.includes('description') && DECORATED.test(text) && DESCRIBED.test(text),
  };
}

/** Classes and functions by which the text may make tools: a closer look decides. */
function readTools(text: string, classes: readonly OutlinedClass[]): readonly string[] {
  const made = classes.flatMap(({ name, isOpen }) => (isOpen && isToolClass(name) ? [name] : []));
  const derived = classes.flatMap(({ name, bases }) => (bases.some(isToolClass) ? [name] : []));
  const listing = LISTED.test(text)
    ? classes.flatMap(({ name, bases }) => (bases.length > 0 ? [name] : []))
    : [];
  const defined: string[] = [];
  const word = 'def ';
  if (/tool/i.test(text)) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      const name = /^\w+/.exec(text.slice(at + word.length, at + word.length + 80))?.[0] ?? '';
      if (isToolName(name)) defined.push(name);
    }
  }
  const own = (made.length > 0 || defined.length > 0) && SCHEMA.test(text) ? [...made, ...defined] : [];
  return [...new Set([...derived, ...listing, ...own])];
}

const HEAD = /^[ \t]*(\w+)[ \t]*(?:\[[^\]\n]*\][ \t]*)?([(:])/;
/** What is in a method that does nothing, or only refuses. */
const LEFT_OPEN =
  /@(?:\w+\.)?abstractmethod|\n[ \t]+(?:pass|\.\.\.|raise\b[^\n]*)[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/;
/** Code units that are looked through for the bases of a class. */
const MAX_BASES = 400;

/** The classes at the top level of a text, with their bases as they are written, without what is in brackets. */
function readClasses(text: string): readonly OutlinedClass[] {
  const heads: { readonly name: string; readonly bases: readonly string[]; readonly from: number }[] = [];
  const word = 'class ';
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    if (at > 0 && text.charCodeAt(at - 1) !== 10) continue;
    const head = HEAD.exec(text.slice(at + word.length, at + MAX_BASES));
    const [whole = '', name, open] = head ?? [];
    if (name === undefined) continue;
    const from = at + word.length + whole.length;
    heads.push({ name, bases: open === ':' ? [] : readBases(text, from), from });
  }
  return heads.map(({ name, bases, from }, index) => ({
    name,
    bases,
    isOpen: LEFT_OPEN.test(text.slice(from, heads[index + 1]?.from)),
  }));
}

/** The bases behind an opening parenthesis. */
function readBases(text: string, from: number): readonly string[] {
  const bases: string[] = [];
  let part = '';
  let depth = 0;
  const end = Math.min(text.length, from + MAX_BASES);
  for (let at = from; at < end; at += 1) {
    const char = text.charAt(at);
    if (char === '#') at = Math.max(at, text.indexOf('\n', at));
    else if (char === '[' || char === '(') depth += 1;
    else if (depth > 0 && (char === ']' || char === ')')) depth -= 1;
    else if (depth === 0 && (char === ',' || char === ')')) {
      if (/^[A-Za-z_][\w.]*$/.test(part.trim())) bases.push(part.trim());
      if (char === ')') break;
      part = '';
    } else if (depth === 0) part += char;
  }
  return bases;
}

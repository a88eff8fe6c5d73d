import { nameProgram } from '../../structured/command.js';
import type { ImageEntrypoint } from '../../structured/document-kind.js';
import { matchesGlob } from '../../structured/image-name.js';
import { PathPattern } from '../../structured/path-pattern.js';
import type { CommandMatch, DocumentMatch, EntryMatch } from '../document-match.js';
import { allOf, anyOf, type Need, NOTHING } from '../need.js';
import type { Predicate, ValueTest } from '../rule.js';
import { optionSpellings } from './document-arguments.js';

/** What a document must hold for a match on its entries, instructions or commands to find something. */
export function needOfDocumentMatch(match: DocumentMatch, entrypoints: readonly ImageEntrypoint[]): Need {
  return allOf([needOfOwn(match, entrypoints), needOfPredicate(match.where)]);
}

function needOfOwn(match: DocumentMatch, entrypoints: readonly ImageEntrypoint[]): Need {
  switch (match.kind) {
    case 'entry':
      return needOfPaths(match);
    case 'command':
      return needOfCommand(match, entrypoints);
    case 'variable':
      return anyOf(match.names.map(needOfGlob));
    default:
      return NOTHING;
  }
}

/** Keys stand in the text as they are: an entry whose key is escaped is passed over. */
function needOfPaths({ paths, value }: EntryMatch): Need {
  const passesMissing = value !== undefined && mayBeMissing(value);
  return anyOf(
    paths.map((path) => {
      const { literals, anchored } = new PathPattern(path);
      const keys = passesMissing ? anchored : literals;
      return allOf(keys.map((step) => anyOf(step.map(needOfText))));
    }),
  );
}

function needOfCommand({ names }: CommandMatch, entrypoints: readonly ImageEntrypoint[]): Need {
  if (names === undefined) return NOTHING;
  return anyOf(
    names.flatMap((name) => {
      const words = name.split(' ');
      const [program = ''] = words;
      // The program may be that of an image, which is all that stands in the document.
      const silent = entrypoints.filter(({ words: [first = ''] }) =>
        matchesGlob(nameProgram(first), program),
      );
      return [
        allOf(words.map(needOfGlob)),
        ...silent.flatMap(({ images }) => images.map((image) => needOfGlob(image.toLowerCase()))),
      ];
    }),
  );
}

function needOfPredicate(predicate: Predicate | undefined): Need {
  if (predicate === undefined) return NOTHING;
  if ('all' in predicate) return allOf(predicate.all.map(needOfPredicate));
  if ('any' in predicate) return anyOf(predicate.any.map(needOfPredicate));
  if (!('argument' in predicate)) return NOTHING;
  return allOf(
    Object.entries(predicate.argument).map(([key, test]) => {
      const names = key.split('|');
      // Short options may be joined, positions have no words.
      if (mayBeMissing(test) || names.some((name) => !/^--[\w-]+$/.test(name))) return NOTHING;
      return anyOf(names.flatMap(optionSpellings).map(needOfText));
    }),
  );
}

/** True for a test that something not there, or hidden, may pass. */
function mayBeMissing({ is, not }: ValueTest): boolean {
  return is === 'missing' || is === 'unknown' || (is === undefined && not !== undefined);
}

function needOfGlob(glob: string): Need {
  const [longest = ''] = glob.split('*').sort((a, b) => b.length - a.length);
  return needOfText(longest);
}

function needOfText(text: string): Need {
  return text === '' ? NOTHING : { kind: 'part', text };
}

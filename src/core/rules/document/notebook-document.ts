import type { ModuleText } from '../../source/module-text.js';
import type { Span } from '../../source/position.js';
import type { Command } from '../../structured/command.js';
import type { DocumentKind, DocumentKnowledge, KindRecognition } from '../../structured/document-kind.js';
import { StructuredDocument } from '../../structured/read-document.js';
import { readCommands } from '../../structured/shell-words.js';
import { listMagicCommands } from '../find-magics.js';

/** What rules call the commands of a notebook. */
export const NOTEBOOK_NAMES: ReadonlySet<DocumentKind> = new Set(['notebook']);

const KIND: KindRecognition = {
  id: 'notebook',
  syntax: 'lines',
  paths: [],
  content: [],
  languages: [],
  commands: [],
  variables: [],
  requirements: [],
};

/** Where the characters of a command stand; undefined when it is not written as it is read. */
function findOffsets(original: string, command: string, span: Span): ((index: number) => number) | undefined {
  const at = original.slice(span.start, span.end).indexOf(command);
  return at < 0 ? undefined : (index) => span.start + at + index;
}

/** The commands of a notebook as a document; undefined when it has none. */
export function openNotebookCommands(
  text: ModuleText,
  knowledge: DocumentKnowledge,
): StructuredDocument | undefined {
  const commands = listMagicCommands(text).flatMap(({ command, span }): readonly Command[] =>
    readCommands({ text: command, offsets: findOffsets(text.original, command, span), span, symbol: 'cell' }),
  );
  if (commands.length === 0) return undefined;
  const recognised = { kind: KIND, names: NOTEBOOK_NAMES };
  return new StructuredDocument(text.original, text.path, recognised, knowledge, commands);
}

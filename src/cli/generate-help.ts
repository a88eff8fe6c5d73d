import { ARTIFACT_KINDS } from '../core/index.js';

/** The help text of `generate`, with the kinds as the engine knows them. */
export function formatGenerateHelp(): string {
  const width = Math.max(...ARTIFACT_KINDS.map(({ id }) => id.length));
  const kinds = ARTIFACT_KINDS.flatMap(({ id, title, guidelines, forms }) => [
    `  ${id.padEnd(width)}  ${title}, as ${guidelines.join(', ')} ${guidelines.length === 1 ? 'asks' : 'ask'} for`,
    ...forms.map(({ format, path }) => `  ${' '.repeat(width)}    ${format}: ${path}`),
  ]);
  return `${[
    'Usage: fairlead generate KIND [OPTION...] [FOLDER]',
    '',
    'Writes a document that the guidelines ask for from the code of a project, or brings it up to date. What people wrote',
    "in it is kept word for word; what is no longer in the code is marked. FOLDER is the project's; without it, it is the",
    'nearest with fairlead.yaml or .git. No model and no network take part.',
    '',
    'Kinds, with their formats and where they go:',
    ...kinds,
    '',
    'Document:',
    '  --format FORM          one of the formats above (the first)',
    '  -o, --output FILE      write to FILE instead; needed for a file that people wrote without Fairlead',
    '  --restore ID[,ID]|all  bring back blocks that were deleted from the document',
    '  -n, --dry-run          print the document to standard output and write nothing',
    '  --check                write nothing; exit 1 when the code has what the document lacks, or the other way round',
    '  -q, --quiet            no progress, only what needs a person',
    '',
    'Input:',
    "  --config FILE          use FILE in place of the project's fairlead.yaml",
    '  --no-ignore            look at files that Git ignores too',
    '',
    'Exit code: 0, 1 with --check when the document is not up to date, 2 could not run, 130 interrupted.',
  ].join('\n')}\n`;
}

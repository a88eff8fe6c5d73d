/** A form of the report on the status. */
export type ReportFormat = 'html' | 'markdown' | 'json' | 'text';

interface FormatFacts {
  readonly label: string;
  readonly detail: string;
  /** Without a dot. */
  readonly extension: string;
  readonly languageId: string;
  /** What a save dialog calls such files. */
  readonly filterName: string;
}

/** Every form, in the order in which to offer them. */
export const reportFormats: Readonly<Record<ReportFormat, FormatFacts>> = {
  html: {
    label: 'HTML',
    detail: 'One page to read and print, with a chart',
    extension: 'html',
    languageId: 'html',
    filterName: 'HTML',
  },
  markdown: {
    label: 'Markdown',
    detail: 'For a pull request or a wiki',
    extension: 'md',
    languageId: 'markdown',
    filterName: 'Markdown',
  },
  json: {
    label: 'JSON',
    detail: 'For programs, and for fairlead status --compare',
    extension: 'json',
    languageId: 'json',
    filterName: 'JSON',
  },
  text: {
    label: 'Text',
    detail: 'As fairlead status prints it',
    extension: 'txt',
    languageId: 'plaintext',
    filterName: 'Text',
  },
};

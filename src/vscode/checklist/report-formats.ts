/** A form of the report on the status. */
export type ReportFormat = 'html' | 'markdown' | 'json' | 'text' | 'sarif' | 'haip';

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
  sarif: {
    label: 'SARIF',
    detail: 'For code scanning: frameworks as taxonomies, questions as rules',
    extension: 'sarif',
    languageId: 'json',
    filterName: 'SARIF',
  },
  haip: {
    label: 'HAIP Draft',
    detail: 'Markdown in the sections of the HAIP reporting framework, to be completed by people',
    extension: 'haip.md',
    languageId: 'markdown',
    filterName: 'Markdown',
  },
};

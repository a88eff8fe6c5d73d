import type * as Sarif from 'sarif';
import { TOOL_NAME } from './report.js';
import { SOURCE_ROOT } from './sarif-locations.js';

const schemaUri =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A log of one run. */
export function createSarifLog(run: Sarif.Run): Sarif.Log {
  return { $schema: schemaUri, version: '2.1.0', runs: [run] };
}

/** What every run says of the program. */
export function nameDriver(version: string): Sarif.ToolComponent {
  return { name: TOOL_NAME, fullName: 'Fairlead: secure AI guidelines', version, semanticVersion: version };
}

/** What paths are relative to. */
export function describeRoot(root: string): Required<Pick<Sarif.Run, 'originalUriBaseIds'>> {
  const description = { text: `The root of the project: ${root}` };
  return { originalUriBaseIds: { [SOURCE_ROOT]: { description } } };
}

/** A framework or taxonomy as SARIF describes it, with the entries that the run points to. */
export function describeTaxonomy(
  {
    id,
    title,
    publisher,
    edition,
    url,
  }: {
    readonly id: string;
    readonly title: string;
    readonly publisher: string;
    readonly edition: string;
    readonly url: string;
  },
  taxa: Sarif.ReportingDescriptor[],
): Sarif.ToolComponent {
  return {
    name: id,
    fullName: title,
    organization: publisher,
    shortDescription: { text: title },
    version: edition,
    informationUri: url,
    isComprehensive: false,
    contents: ['localizedData', 'nonLocalizedData'],
    taxa,
  };
}

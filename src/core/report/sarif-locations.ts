import type * as Sarif from 'sarif';
import type { Location, TextEdit } from '../source/document.js';
import type { Range } from '../source/position.js';
import { encodeSegment } from './encode-segment.js';

/** Base of every relative path; consumers put their checkout there. */
export const SOURCE_ROOT = '%SRCROOT%';

/**
 * The file as SARIF names it: a percent-encoded path below {@link SOURCE_ROOT}, or a `file:` URI for an absolute
 * path. An empty path is the root.
 */
export function buildArtifactLocation(path: string): Sarif.ArtifactLocation {
  if (path === '') return { uri: './', uriBaseId: SOURCE_ROOT };
  const segments = path.split('/');
  // A path of a server begins with two slashes.
  if (segments[0] === '' && segments[1] === '') {
    return { uri: `file://${segments.slice(2).map(encodeSegment).join('/')}` };
  }
  if (segments[0] === '') return { uri: `file://${segments.map(encodeSegment).join('/')}` };
  if (/^[A-Za-z]:$/.test(segments[0] ?? '')) {
    return { uri: `file:///${segments[0]}/${segments.slice(1).map(encodeSegment).join('/')}` };
  }
  return { uri: segments.map(encodeSegment).join('/'), uriBaseId: SOURCE_ROOT };
}

/** Lines and columns from 1; the end column is the one after the last character. */
function buildRegion({ start, end }: Range): Sarif.Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** The place in the artifact: for a notebook cell the region in the raw JSON, when that is known. */
function buildPhysicalLocation(location: Location): Sarif.PhysicalLocation {
  const range = location.cell === undefined ? location.range : location.rawRange;
  return {
    artifactLocation: buildArtifactLocation(location.path),
    ...(range === undefined ? {} : { region: buildRegion(range) }),
  };
}

/** Where in a notebook: `cell` from 0 over all cells, `cellLine` from 1; nothing outside notebooks. */
export function buildCellProperties(location: Location): Sarif.PropertyBag | undefined {
  if (location.cell === undefined) return undefined;
  return { cell: location.cell, cellLine: location.range.start.line + 1 };
}

/** A location with a message and, in a notebook, the cell as properties. */
export function buildLocation(location: Location, message?: string): Sarif.Location {
  const properties = buildCellProperties(location);
  return {
    physicalLocation: buildPhysicalLocation(location),
    ...(message === undefined ? {} : { message: createMessage(message) }),
    ...(properties === undefined ? {} : { properties }),
  };
}

/** A replacement of text; undefined for an edit of a notebook whose raw form is not known. */
export function buildReplacement(edit: TextEdit): Sarif.Replacement | undefined {
  const isRaw = edit.location.cell !== undefined;
  const range = isRaw ? edit.location.rawRange : edit.location.range;
  const text = isRaw ? edit.rawNewText : edit.newText;
  if (range === undefined || text === undefined) return undefined;
  return { deletedRegion: buildRegion(range), ...(text === '' ? {} : { insertedContent: { text } }) };
}

/** A message that is shown as it is: text from a file that reads as a link of the format becomes none. */
export function createMessage(text: string): Sarif.Message {
  return { text: text.replaceAll('](', '] (') };
}

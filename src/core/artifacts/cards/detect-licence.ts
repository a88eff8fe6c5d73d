import type { Licence } from './card-knowledge.js';

/** How much of a text counts as its beginning. */
const headLength = 1500;
/** Longest text that is looked at; texts of licences have at most about 60,000 characters. */
const maxLength = 200_000;

/** The licence that a text is; undefined when it is none that is known, or when it could be several. */
export function detectLicence(text: string, licences: readonly Licence[]): Licence | undefined {
  const plain = text
    .slice(0, maxLength)
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\s*#>]+/g, ' ');
  const head = plain.slice(0, headLength);
  const found = licences.filter(
    (licence) =>
      licence.head.length + licence.holds.length > 0 &&
      licence.head.every((phrase) => head.includes(phrase)) &&
      licence.holds.every((phrase) => plain.includes(phrase)) &&
      !licence.lacks.some((phrase) => plain.includes(phrase)),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The licence with this SPDX id or other short name; case does not matter. */
export function findLicence(name: string, licences: readonly Licence[]): Licence | undefined {
  const wanted = name.trim().toLowerCase();
  return licences.find((licence) =>
    [licence.spdx, licence.name, ...licence.aliases].some((each) => each?.toLowerCase() === wanted),
  );
}

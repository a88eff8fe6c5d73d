import type { Item, ItemStatus, ProjectStatus, QuestionStatus } from '../../core/index.js';
import { namePlace, targetOfPlace } from '../checklist/place.js';
import { describeItem, findItemStatus } from '../checklist/status-summary.js';
import type { WantedDocument } from '../documents/wanted-documents.js';
import { commandUri, escapeMarkdown as plain } from '../guidelines/markdown-text.js';
import { stateWords } from '../tree/state-words.js';

/** How one folder of the workspace stands. */
export interface FolderStanding {
  /** URI of the folder. */
  readonly folder: string;
  /** What people call it. */
  readonly name: string;
  readonly status: ProjectStatus;
  /** The document that would answer a question, by the question's id; absent for none. */
  readonly wanted?: ReadonlyMap<string, WantedDocument>;
}

/** Most places that the page lists for a question; the sidebar has more. */
const maxPlaces = 5;

/** What leads to the hint, unless it says so itself. */
const leads = { code: 'Counts', attestation: 'A person vouches for it' } as const;

/**
 * The questions of an item as blocks of Markdown: for each folder its state, why, links to the lines that show it, and
 * what a person can do about it. Without states before they are known.
 */
export function writeChecklist(item: Item, standings: readonly FolderStanding[]): readonly string[] {
  const known = standings.flatMap((standing) => {
    const status = findItemStatus(standing.status, item.id);
    return status === undefined ? [] : [{ ...standing, item: status }];
  });
  const isNamed = standings.length > 1;
  const summary = known.map(({ folder, name, item: { id, state, progress } }) => {
    const subject = isNamed ? `${plain(name)}: ` : '';
    const links = [
      action('Attest all that is open', 'fairlead.attestItem', { folder, id }),
      action('Not applicable', 'fairlead.markNotApplicable', { folder, id }),
    ];
    return `${subject}**${plain(describeItem({ state, progress }))}** | ${links.join(' | ')}`;
  });
  const questions = item.checklist.map(({ id, question, hint, kind }, index) => {
    const lines = known.flatMap((standing) => writeState(standing, id, isNamed));
    const reasons = known.flatMap(({ item: { questions } }) =>
      questions.filter((found) => found.id === id).map(({ reason }) => reason),
    );
    const proof = writeHint(kind, hint, reasons);
    const actions = known.flatMap((standing) => writeActionsOf(standing, id, isNamed));
    return [`${index + 1}. ${plain(question)}`, ...lines, ...proof, ...actions].join('\n\n   ');
  });
  return ['## Checklist', ...summary, questions.join('\n\n')];
}

/** What answers a question; nothing where each reason says so already. */
function writeHint(
  kind: 'code' | 'attestation',
  hint: string,
  reasons: readonly string[],
): readonly string[] {
  const isSaid = (reason: string): boolean => reason.toLowerCase().includes(hint.slice(-24).toLowerCase());
  if (reasons.length > 0 && reasons.every(isSaid)) return [];
  const text = /^(?:Counts|Breaks it): /.test(hint) ? hint : `${leads[kind]}: ${lowerArticle(hint)}`;
  return [`*${plain(text)}*`];
}

function lowerArticle(text: string): string {
  return /^(?:An?|The) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

interface KnownStanding extends FolderStanding {
  readonly item: ItemStatus;
}

function writeState({ folder, name, item }: KnownStanding, id: string, isNamed: boolean): readonly string[] {
  const found = item.questions.find((question) => question.id === id);
  if (found === undefined) return [];
  const { state, reason } = found;
  const subject = isNamed ? `${plain(name)}: ` : '';
  return [`${subject}**${plain(stateWords[state])}**: ${plain(reason)}`, ...writePlaces(found, folder)];
}

function writeActionsOf(
  { folder, name, item, wanted }: KnownStanding,
  id: string,
  isNamed: boolean,
): readonly string[] {
  const found = item.questions.find((question) => question.id === id);
  if (found === undefined) return [];
  return [`${isNamed ? `${plain(name)}: ` : ''}${writeActions(found, folder, wanted?.get(id))}`];
}

function writePlaces({ locations, locationCount }: QuestionStatus, folder: string): readonly string[] {
  const places = locations
    .slice(0, maxPlaces)
    .map(
      (location) =>
        `[${plain(namePlace(location))}](${commandUri('fairlead.openFinding', targetOfPlace(location, folder))})`,
    );
  if (places.length === 0) return [];
  const more = locationCount - places.length;
  return [`Seen at ${places.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

function writeActions(
  { id, attestation, state }: QuestionStatus,
  folder: string,
  wanted: WantedDocument | undefined,
): string {
  if (attestation !== undefined && state !== 'expired')
    return action('Withdraw', 'fairlead.withdrawAttestation', { folder, id });
  const isSettled = state === 'evidenced' || state === 'not-applicable';
  const generate =
    wanted === undefined || isSettled
      ? []
      : [action(`Generate ${wanted.name}`, 'fairlead.generateDocument', { folder, kind: wanted.kind })];
  return [
    ...generate,
    action('Attest', 'fairlead.attestQuestion', { folder, id }),
    action('Not applicable', 'fairlead.markNotApplicable', { folder, id }),
  ].join(' | ');
}

function action(
  label: string,
  command: string,
  subject: { folder: string; id: string } | { folder: string; kind: string },
): string {
  return `[${label}](${commandUri(command, subject)})`;
}

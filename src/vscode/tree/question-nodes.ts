import type { Item, ItemStatus, Location, QuestionStatus } from '../../core/index.js';
import { namePlace, targetOfPlace } from '../checklist/place.js';
import { stateWords } from './state-words.js';
import type { TreeNode, TreeOptions } from './tree-model.js';

/**
 * The rows of an item's questions, with the places that show their state below them. Before the state is known the
 * questions stand alone; afterwards those are left out that the status leaves out.
 */
export function createQuestionNodes(
  item: Item,
  status: ItemStatus | undefined,
  options: TreeOptions,
): readonly TreeNode[] {
  const prefix = options.prefix ?? '';
  if (status) return status.questions.map((question) => createQuestionNode(item, question, options));
  return item.checklist.map(({ id, question, hint }) => ({
    id: prefix + id,
    kind: 'question',
    label: question,
    description: '',
    accessibleLabel: question,
    tooltip: `${question}\n${hint}`,
    children: [],
    count: 0,
    guidelineId: item.id,
  }));
}

function createQuestionNode(item: Item, status: QuestionStatus, options: TreeOptions): TreeNode {
  const { folder, prefix = '' } = options;
  const { id, question, state, reason, hint, locations, locationCount } = status;
  const isSettled = state === 'evidenced' || state === 'attested' || state === 'not-applicable';
  const kindOfDocument = isSettled ? undefined : options.kindOfDocument?.(id);
  const more = locationCount > locations.length ? [`${locationCount} places in all.`] : [];
  return {
    id: prefix + id,
    kind: 'question',
    label: question,
    description: stateWords[state],
    accessibleLabel: `${stateWords[state]}, ${question} ${reason}`,
    tooltip: [question, `${stateWords[state]}: ${reason}`, ...more, hint].join('\n'),
    children: folder === undefined ? [] : createPlaceNodes(prefix + id, locations, folder),
    count: 0,
    guidelineId: item.id,
    state,
    ...(kindOfDocument === undefined ? {} : { kindOfDocument }),
    ...(folder === undefined
      ? {}
      : { question: { folder, id }, isAttested: isAttested(status, options.today) }),
  };
}

/** Whether someone vouches, whatever else the state follows from. */
function isAttested({ attestation }: QuestionStatus, today = ''): boolean {
  return attestation !== undefined && (attestation.until === undefined || attestation.until >= today);
}

function createPlaceNodes(id: string, places: readonly Location[], folder: string): readonly TreeNode[] {
  return places.map((location, index) => {
    const { path } = location;
    const place = namePlace(location);
    return {
      id: `${id}/${index}`,
      kind: 'place',
      label: place.slice(place.lastIndexOf('/') + 1),
      description: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '',
      accessibleLabel: `shown by ${place}`,
      tooltip: place,
      children: [],
      count: 0,
      target: targetOfPlace(location, folder),
    };
  });
}

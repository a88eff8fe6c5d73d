import type { DocumentHit } from '../rules/document/document-hit.js';
import type { DocumentJudge } from '../rules/document/document-judge.js';
import { needOfDocumentMatch } from '../rules/document/document-need.js';
import { isDocumentMatch } from '../rules/document-match.js';
import { allOf, anyOf, type Need, NeedJudge, NOTHING } from '../rules/need.js';
import type { Match } from '../rules/rule.js';
import type { ProjectFacts } from '../semantics/project.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { DocumentKind, ImageEntrypoint } from '../structured/document-kind.js';
import { matchesGlob } from '../structured/image-name.js';
import type { StructuredDocument } from '../structured/read-document.js';
import type { DocumentLandmark, DocumentLandmarks, LandmarkPlace } from './document-landmark.js';
import type { Landmark } from './landmark.js';

/** More places of one landmark in a document are passed over. */
const MAX_PLACES = 1000;

type ShownAt = Pick<DocumentHit, 'span' | 'name' | 'place'>;

interface CompiledPlace {
  readonly landmark: DocumentLandmark;
  readonly place: LandmarkPlace;
  readonly path: RegExp | undefined;
  /** What a text must hold for it. */
  readonly need: Need;
}

/** Knowledge about the landmarks of documents, compiled once. */
export class CompiledDocumentLandmarks {
  readonly #packages: DocumentLandmarks['packages'];
  readonly #places = new Map<DocumentKind, CompiledPlace[]>();

  constructor({ packages, landmarks }: DocumentLandmarks, entrypoints: readonly ImageEntrypoint[]) {
    this.#packages = packages;
    for (const landmark of landmarks) {
      for (const place of landmark.places) {
        const { at, documents, path } = place;
        const held = (landmark.holds ?? []).map((match) => needOf(match, entrypoints));
        const compiled: CompiledPlace = {
          landmark,
          place,
          path: path === undefined ? undefined : new RegExp(path, 'i'),
          need: allOf([
            at === undefined ? NOTHING : needOf(at, entrypoints),
            held.length === 0 ? NOTHING : anyOf(held),
          ]),
        };
        for (const kind of documents) {
          this.#places.set(kind, [...(this.#places.get(kind) ?? []), compiled]);
        }
      }
    }
  }

  /** Those of a document in the order of the text, at most one of a kind at each place. */
  find(
    document: StructuredDocument,
    judge: DocumentJudge,
    project: ProjectFacts,
    text: ModuleText,
  ): readonly Landmark[] {
    const needs = judgeText(text.original);
    const found = new Map<string, { readonly span: Span; readonly landmark: Landmark }>();
    for (const { landmark, place, path, need } of this.#places.get(document.recognised.kind.id) ?? []) {
      const { kind, guidelines, isOfProject } = landmark;
      if (path?.test(text.path) === false || !needs.isMet(need)) continue;
      if (isOfProject === true && !this.#isOfModels(project)) continue;
      for (const { span, name } of this.#findAt(landmark, place, document, judge, project)) {
        const key = `${kind} ${span.start}`;
        if (found.has(key)) continue;
        found.set(key, { span, landmark: { kind, name, location: text.locate(span), guidelines } });
      }
    }
    return [...found.values()].sort((a, b) => a.span.start - b.span.start).map(({ landmark }) => landmark);
  }

  #findAt(
    { holds }: DocumentLandmark,
    { at, isFirst }: LandmarkPlace,
    document: StructuredDocument,
    judge: DocumentJudge,
    project: ProjectFacts,
  ): readonly ShownAt[] {
    const search = (match: Match): readonly DocumentHit[] =>
      judge.find(match, document, project).filter((hit) => this.#isKnown(hit));
    const name = document.path.slice(document.path.lastIndexOf('/') + 1);
    const places: readonly ShownAt[] = at === undefined ? [{ span: { start: 0, end: 0 }, name }] : search(at);
    if (places.length === 0) return [];
    const held = holds?.flatMap((match) => search(match).map(({ span }) => span.start));
    const shown = places
      .slice(0, MAX_PLACES)
      .filter((hit) => held === undefined || held.some((start) => isWithin(start, hit)));
    return isFirst === true ? shown.slice(0, 1) : shown;
  }

  #isKnown({ requirement }: DocumentHit): boolean {
    return requirement === undefined || this.#isOfPackages(requirement.registry, requirement.name);
  }

  #isOfModels({ packages }: ProjectFacts): boolean {
    return Object.keys(packages).some((name) => this.#isOfPackages('pypi', name));
  }

  #isOfPackages(registry: 'pypi' | 'npm', name: string): boolean {
    return this.#packages.some(
      (list) => list.registry === registry && list.names.some((wanted) => matchesGlob(name, wanted)),
    );
  }
}

function needOf(match: Match, entrypoints: readonly ImageEntrypoint[]): Need {
  return isDocumentMatch(match) ? needOfDocumentMatch(match, entrypoints) : NOTHING;
}

function judgeText(text: string): NeedJudge {
  const holds = (part: string): boolean => text.includes(part);
  return new NeedJudge({
    holdsWord: holds,
    holdsPart: holds,
    spells: holds,
    holdsBlock: () => true,
    imports: () => true,
    reaches: () => true,
    packages: undefined,
  });
}

/** Whether an offset lies in the entry of a hit, or in its document of a stream when the entry has a single value. */
function isWithin(offset: number, { place }: ShownAt): boolean {
  if (place === undefined) return true;
  let scope = place;
  if (place.node.kind === 'scalar') while (scope.parent !== undefined) scope = scope.parent;
  const { start, end } = scope.entry?.span ?? scope.node.span;
  return start <= offset && offset <= end;
}

import type { EndpointFact, InventoryFact } from '../../inventory/inventory.js';
import type { Location } from '../../source/document.js';
import type { ThreatLevel, ThreatRule } from './threat-knowledge.js';

/**
 * What stands against a threat at one element. `found`: the code shows it; `missing`: a rule reports that it is not there;
 * `not-met`: a value is stated and is not of the form that counts; `unclear`: the value is known only at run time;
 * `not-found`: nothing was found, which is not proof that nothing is there; `ask`: nothing in the inventory shows it
 * either way.
 */
export type MeasureState = 'missing' | 'not-met' | 'not-found' | 'unclear' | 'ask' | 'found';

export interface Measure {
  readonly title: string;
  /** Question of a checklist. */
  readonly question: string;
  readonly state: MeasureState;
  /** What was found, or the rule that reports. */
  readonly detail?: string;
  readonly location?: Location;
  /** True when the rule reports something likely, or a matter of practice, rather than something certain. */
  readonly isLikely?: boolean;
  /** True when the author gave a reason in the source for leaving it. */
  readonly isSuppressed?: boolean;
}

export interface Rated {
  readonly level: ThreatLevel;
  readonly because: string;
}

/** A thing in the code that carries a threat. */
export interface ThreatElement {
  /** Kind, name and path; unique within the threat. */
  readonly id: string;
  readonly kind: InventoryFact['kind'] | 'finding';
  readonly name: string;
  /** At least one. */
  readonly locations: readonly Location[];
  readonly likelihood: Rated;
  readonly impact: Rated;
  /** In the order of the rule. */
  readonly measures: readonly Measure[];
  /** Node of the data-flow diagram that it belongs to, when it has one. */
  readonly node?: string;
}

export interface Threat {
  readonly rule: ThreatRule;
  /** Not empty, by path and line. */
  readonly elements: readonly ThreatElement[];
}

export type ZoneId = 'callers' | 'service' | 'work' | 'stores' | 'others';

export interface FlowNode {
  readonly id: string;
  readonly kind: 'actor' | 'process' | 'store' | 'external';
  readonly name: string;
  readonly zone: ZoneId;
  readonly locations: readonly Location[];
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  /** What flows, in a few words each. */
  readonly labels: readonly string[];
  /** Lines that show it. */
  readonly locations: readonly Location[];
}

export interface DataFlow {
  readonly nodes: readonly FlowNode[];
  readonly flows: readonly Flow[];
  /** Zones that have a node, in order. */
  readonly zones: readonly { readonly id: ZoneId; readonly name: string; readonly about: string }[];
  /** True when several things share a node so that the diagram stays legible. */
  readonly isGrouped: boolean;
}

/** Something worth protecting. */
export interface Asset {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly locations: readonly Location[];
}

/** Threat model of a project, from its code alone. Plain data. */
export interface ThreatModel {
  readonly projectName: string;
  /** Facts in tests, examples and the like, which are left out. */
  readonly secondaryFacts: number;
  readonly assets: readonly Asset[];
  readonly endpoints: readonly EndpointFact[];
  readonly dataFlow: DataFlow;
  readonly threats: readonly Threat[];
}

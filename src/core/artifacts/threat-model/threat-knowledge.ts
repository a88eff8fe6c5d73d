import type { InventoryFactKind } from '../../inventory/inventory.js';

/** The six classes of STRIDE. */
export const STRIDE = [
  'spoofing',
  'tampering',
  'repudiation',
  'information-disclosure',
  'denial-of-service',
  'elevation-of-privilege',
] as const;
export type Stride = (typeof STRIDE)[number];

/** Attacks on AI that a threat model treats one by one, as question ncsc-1.2.q2 asks. */
export const ATTACK_CLASSES = [
  'evasion',
  'poisoning',
  'privacy-and-extraction',
  'prompt-injection',
  'supply-chain',
] as const;
export type AttackClass = (typeof ATTACK_CLASSES)[number];

export const THREAT_LEVELS = ['high', 'medium', 'low', 'unknown'] as const;
export type ThreatLevel = (typeof THREAT_LEVELS)[number];

/** A condition over one fact of the inventory, and over what else the project holds. */
export type ThreatCondition =
  | { readonly all: readonly ThreatCondition[] }
  | { readonly any: readonly ThreatCondition[] }
  | { readonly not: ThreatCondition }
  /** Each field has one of the values; a list has one of them as a member; `absent` stands for a field without value. */
  | { readonly where: Readonly<Record<string, readonly string[]>> }
  /** Each field has a stated text that matches a regular expression. */
  | { readonly matches: Readonly<Record<string, string>> }
  /** Each field has a value. */
  | { readonly has: readonly string[] }
  /** The project holds a fact of one of these kinds, outside tests and examples. */
  | { readonly project: readonly InventoryFactKind[] }
  /** A finding of one of these rules stands on the lines of the fact. */
  | { readonly finding: readonly string[] };

/** A level with its reason; the first whose condition holds counts. */
export interface ThreatRating {
  /** Absent for the last. */
  readonly when?: ThreatCondition;
  readonly level: ThreatLevel;
  readonly because: string;
}

/** Something that works against a threat. */
export interface ThreatMitigation {
  readonly title: string;
  /** Only for elements of which this is true. */
  readonly when?: ThreatCondition;
  /** Field of the fact that shows it; without one, the inventory does not look for it. */
  readonly field?: string;
  /** Form that a stated value must have to count, as a regular expression. */
  readonly pattern?: string;
  /** Rules whose findings show that it is missing. */
  readonly rules?: readonly string[];
  /** Question of a checklist that asks for it. */
  readonly question: string;
}

/** One kind of threat. Read from guidelines/artifacts/threat-model/threats.yaml. */
export interface ThreatRule {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Kinds of facts that carry it; empty when findings do. */
  readonly elements: readonly InventoryFactKind[];
  readonly when?: ThreatCondition;
  /** Rules whose findings carry it; empty when facts do. */
  readonly findings: readonly string[];
  readonly stride: readonly Stride[];
  readonly attacks: readonly AttackClass[];
  /** Ids of the taxonomies. */
  readonly references: readonly string[];
  readonly likelihood: readonly ThreatRating[];
  readonly impact: readonly ThreatRating[];
  readonly mitigations: readonly ThreatMitigation[];
}

import type { Span } from '../../source/position.js';
import type { Variable } from '../../structured/collect-variables.js';
import type { Command, Word } from '../../structured/command.js';
import type { Instruction } from '../../structured/dockerfile.js';
import type { Place } from '../../structured/path-pattern.js';
import type { StructuredDocument } from '../../structured/read-document.js';
import type { Requirement } from '../../structured/read-requirement.js';
import type { PackageFault } from '../document-match.js';
import type { DataValue } from './data-value.js';

/** What was found in a document: the input of a rule's conditions, message and fixes. */
export interface DocumentHit {
  /** What the squiggle covers. */
  readonly span: Span;
  readonly document: StructuredDocument;
  /** The entry found, what should hold a missing one, or what holds the command. */
  readonly place?: Place;
  /** Keys that are missing below the place. */
  readonly missing?: readonly string[];
  /** What `{value}` quotes. */
  readonly value?: DataValue;
  readonly command?: Command;
  /** Options of the command that take no value. */
  readonly flags?: ReadonlySet<string>;
  /** Words of the command after its name. */
  readonly args?: readonly Word[];
  /** The instruction found, or FROM of the last stage when it is absent. */
  readonly instruction?: Instruction;
  /** True when no instruction of the names is there. */
  readonly isAbsent?: boolean;
  /** Name and value that an instruction sets, such as ENV. */
  readonly setting?: Instruction['settings'][number];
  /** The variable of the environment found. */
  readonly variable?: Variable;
  /** The package found. */
  readonly requirement?: Requirement;
  /** The fault that all versions asked for have; of several the one that is mended last. */
  readonly fault?: PackageFault;
  /** What `{callee}` quotes. */
  readonly name: string;
  /** Where in the document, for the identity of the finding. */
  readonly symbol: string;
}

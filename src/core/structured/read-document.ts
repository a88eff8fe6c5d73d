import { collectDataCommands, collectDockerCommands } from './collect-commands.js';
import { collectLocked } from './collect-locked.js';
import {
  collectCommandRequirements,
  collectDataRequirements,
  collectRequirementLines,
} from './collect-requirements.js';
import {
  collectCommandVariables,
  collectDataVariables,
  collectDockerVariables,
  type Variable,
} from './collect-variables.js';
import type { Command } from './command.js';
import type { DataReading } from './data-node.js';
import { type Dockerfile, MAX_DOCKERFILE_LENGTH, readDockerfile } from './dockerfile.js';
import type { DocumentKnowledge } from './document-kind.js';
import { readIni } from './ini-data.js';
import { readJson } from './json-data.js';
import type { Place } from './path-pattern.js';
import type { Requirement } from './read-requirement.js';
import type { RecognisedDocument } from './recognise-document.js';
import { MAX_SCRIPT_LENGTH, readCommands } from './shell-words.js';
import { readToml } from './toml-data.js';
import { readYaml, tooLarge } from './yaml-data.js';

/** A document that was read as what it is. Its parts are read when they are first asked for. */
export class StructuredDocument {
  readonly text: string;
  readonly path: string;
  readonly recognised: RecognisedDocument;
  /** Finds what makes a text one that is decided elsewhere. */
  readonly unknown: RegExp | undefined;
  readonly #knowledge: DocumentKnowledge;
  #reading: DataReading | undefined;
  #roots: readonly Place[] | undefined;
  #dockerfile: Dockerfile | undefined;
  #commands: readonly Command[] | undefined;
  #variables: readonly Variable[] | undefined;
  #requirements: readonly Requirement[] | undefined;

  /** `commands`: those of a document whose commands are found elsewhere, such as a notebook. */
  constructor(
    text: string,
    path: string,
    recognised: RecognisedDocument,
    knowledge: DocumentKnowledge,
    commands?: readonly Command[],
  ) {
    this.text = text;
    this.path = path;
    this.recognised = recognised;
    const { unknown } = recognised.kind;
    this.unknown = unknown === undefined ? undefined : new RegExp(unknown);
    this.#knowledge = knowledge;
    this.#commands = commands;
  }

  /** The roots of the data; none for Dockerfiles, scripts and prose. */
  get roots(): readonly Place[] {
    this.#roots ??= this.#read().roots.map((node) => ({ node, path: '' }));
    return this.#roots;
  }

  /** The first thing that could not be read of what was asked for so far. */
  get problem(): DataReading['problem'] {
    return this.#reading?.problem ?? this.#lengthProblem();
  }

  /** Said of scripts and Dockerfiles that are too long, once something of them was asked for. */
  #lengthProblem(): DataReading['problem'] {
    const { syntax } = this.recognised.kind;
    const { length } = this.text;
    const limit =
      syntax === 'shell' ? MAX_SCRIPT_LENGTH : syntax === 'dockerfile' ? MAX_DOCKERFILE_LENGTH : length;
    const isAsked = this.#commands !== undefined || this.#dockerfile !== undefined;
    return isAsked && length > limit ? tooLarge(length, limit).problem : undefined;
  }

  /** The instructions; none for other documents. */
  get dockerfile(): Dockerfile {
    this.#dockerfile ??=
      this.recognised.kind.syntax === 'dockerfile'
        ? readDockerfile(this.text)
        : { instructions: [], stages: [] };
    return this.#dockerfile;
  }

  /** Every command, those in scripts that others are given too. */
  get commands(): readonly Command[] {
    this.#commands ??= this.#collectCommands();
    return this.#commands;
  }

  /** Every variable of the environment that is set, in commands too. */
  get variables(): readonly Variable[] {
    const { syntax, variables } = this.recognised.kind;
    const form = syntax === 'yaml' || syntax === 'json' || syntax === 'toml' ? 'data' : 'text';
    this.#variables ??= [
      ...collectDataVariables(this.text, this.roots, variables, form),
      ...collectDockerVariables(this.dockerfile),
      ...collectCommandVariables(this.commands),
    ];
    return this.#variables;
  }

  /** Every package that is asked for, in commands too. */
  get requirements(): readonly Requirement[] {
    this.#requirements ??= this.#collectRequirements();
    return this.#requirements;
  }

  #collectRequirements(): readonly Requirement[] {
    const { kind } = this.recognised;
    if (kind.id === 'requirements') return collectRequirementLines(this.text);
    if (kind.id === 'lock-file') return collectLocked(this.text, this.path);
    return [
      ...(kind.requirements.length === 0
        ? []
        : collectDataRequirements(this.text, this.roots, kind.requirements)),
      ...collectCommandRequirements(this.commands),
    ];
  }

  #collectCommands(): readonly Command[] {
    const { entrypoints } = this.#knowledge;
    const { syntax, commands } = this.recognised.kind;
    if (syntax === 'dockerfile') return collectDockerCommands(this.text, this.dockerfile, entrypoints);
    if (syntax === 'shell') {
      const span = { start: 0, end: this.text.length };
      return readCommands({ text: this.text, offsets: (index) => index, span, symbol: '' });
    }
    return commands.length === 0
      ? []
      : collectDataCommands(this.text, this.roots, commands, entrypoints, this.unknown);
  }

  #read(): DataReading {
    this.#reading ??= this.#readData();
    return this.#reading;
  }

  #readData(): DataReading {
    switch (this.recognised.kind.syntax) {
      case 'yaml':
        return readYaml(this.text);
      case 'json':
        return readJson(this.text);
      case 'toml':
        return readToml(this.text);
      case 'ini':
      case 'properties':
      case 'dotenv':
        return readIni(this.text, this.recognised.kind.syntax);
      default:
        return { roots: [] };
    }
  }
}

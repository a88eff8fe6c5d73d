import type { Level, Notice } from '../findings/finding.js';
import { toNotice, toRange } from '../guidelines/yaml-notice.js';
import { locateNode, parseYaml, readSource } from '../guidelines/yaml-reader.js';
import type { Range } from '../source/position.js';
import { type ConfigurationSink, createConfigurationSchema, type RuleLevel } from './configuration-schema.js';

/** What a project decides in its `fairlead.yaml`. Plain data. */
export interface Configuration {
  /** Level by id of a known rule; `off` silences it. */
  readonly rules: Readonly<Record<string, RuleLevel>>;
  /** Patterns in the form of .gitignore, relative to the folder of the file, in order. */
  readonly exclude: readonly string[];
  /** Where rules of the team's own are: folders relative to the file's, or `npm:` and a package; in order. */
  readonly teamRules: readonly string[];
  /** Least level of a finding that fails a check; absent when the host decides. */
  readonly failOn?: Level;
  /** Largest file that is analysed, in bytes, from 1; absent when the host decides. */
  readonly maxFileSize?: number;
  /** False: a check leaves model files alone; absent counts as true. */
  readonly inspectModels?: boolean;
}

/** What a `fairlead.yaml` says, and where. */
export interface ConfigurationReading {
  readonly configuration: Configuration;
  readonly problems: readonly Notice[];
  /** Where each of `teamRules` stands in the file. */
  readonly places: readonly Range[];
}

/** A project that decides nothing. */
export const NO_CONFIGURATION: Configuration = { rules: {}, exclude: [], teamRules: [] };

/**
 * Reads a `fairlead.yaml`. Never throws: what is wrong becomes a problem with line and column, and all that is right
 * holds nevertheless. An empty file decides nothing.
 *
 * @param path how problems shall name the file
 * @param text the file's text; the caller bounds its size
 * @param knownRuleIds rules that a setting may name, besides the reports on suppressions
 */
export function readConfiguration(
  path: string,
  text: string,
  knownRuleIds: Iterable<string>,
): ConfigurationReading {
  const source = parseYaml(path, text);
  if (source.problems.length > 0) {
    return { configuration: NO_CONFIGURATION, problems: source.problems.map(toNotice), places: [] };
  }
  const rules = new Map<string, RuleLevel>();
  const exclude: string[] = [];
  const teamRules: string[] = [];
  const places: Range[] = [];
  const rest: { failOn?: Level; maxFileSize?: number; inspectModels?: boolean } = {};
  const sink: ConfigurationSink = {
    rule: (id, level) => rules.set(id, level),
    exclude: (pattern) => exclude.push(pattern),
    teamRules: (place, path) => {
      teamRules.push(place);
      places.push(toRange(locateNode(source, path)));
    },
    failOn: (level) => {
      rest.failOn = level;
    },
    maxFileSize: (bytes) => {
      rest.maxFileSize = bytes;
    },
    inspectModels: (isWanted) => {
      rest.inspectModels = isWanted;
    },
  };
  const known = [...knownRuleIds].map((id) => ({ id }));
  const result = readSource(source, createConfigurationSchema(known, sink));
  return {
    configuration: { rules: Object.fromEntries(rules), exclude, teamRules, ...rest },
    problems: result.ok ? [] : result.problems.map(toNotice),
    places,
  };
}

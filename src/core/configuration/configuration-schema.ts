import { isScalar } from 'yaml';
import { SUPPRESSION_RULES } from '../findings/apply-suppressions.js';
import { LEVELS, type Level } from '../findings/finding.js';
import { suggestClosest } from '../guidelines/suggest-closest.js';
import {
  invalid,
  type JsonObject,
  type PathStep,
  type Schema,
  toJsonSchema,
  type YamlNode,
} from '../guidelines/yaml-reader.js';
import { boolean, integer, oneOf, scalarOf, string } from '../guidelines/yaml-scalars.js';
import { list, object, optional, record } from '../guidelines/yaml-shapes.js';

/** What a rule can be set to. */
export type RuleLevel = Level | 'off';

/** A rule as the schema of the configuration speaks about it. */
export interface ConfigurableRule {
  readonly id: string;
  readonly title?: string;
}

/** Takes each valid value while a configuration is read, so that one mistake does not void the rest. */
export interface ConfigurationSink {
  rule(id: string, level: RuleLevel): void;
  exclude(pattern: string): void;
  teamRules(place: string, path: readonly PathStep[]): void;
  failOn(level: Level): void;
  maxFileSize(bytes: number): void;
  inspectModels(isWanted: boolean): void;
}

/**
 * The JSON Schema (draft 2020-12) of `fairlead.yaml`, from the same description as its reader.
 *
 * @param rules offered for completion, besides the reports on suppressions; a team's own rules are allowed too
 */
export function createConfigurationJsonSchema(
  rules: readonly ConfigurableRule[],
  head: { readonly $id: string; readonly title: string },
): JsonObject {
  const none: ConfigurationSink = {
    rule() {},
    exclude() {},
    teamRules() {},
    failOn() {},
    maxFileSize() {},
    inspectModels() {},
  };
  return toJsonSchema(createConfigurationSchema(rules, none), head);
}

/** The description of `fairlead.yaml`. Reading hands every valid value to the sink. */
export function createConfigurationSchema(
  rules: readonly ConfigurableRule[],
  sink: ConfigurationSink,
): Schema<unknown> {
  const reports = Object.entries(SUPPRESSION_RULES).map(([id, { title }]) => ({ id, title }));
  const pattern = string({
    singleLine: true,
    // A backslash before a letter is a path of Windows: as an escape it would mean the letter.
    pattern: /^(?!\.\/)(?!.*\\(?:\w|$))/,
    patternName: 'a pattern as in .gitignore, with / between folders and without ./ at its start',
  });
  const place = string({
    singleLine: true,
    pattern:
      /^(?:npm:(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*|(?!npm:)(?![/\\])(?![A-Za-z]:)[^\\]+)$/,
    patternName: 'a folder relative to this file, with / between folders, or npm: and the name of a package',
  });
  const settings = object(
    {
      rules: optional(describeRules([...rules, ...reports], sink)),
      exclude: optional(
        orNothing(
          list(
            keep(pattern, (value) => sink.exclude(value)),
            { description: 'Files and folders to leave out, as in .gitignore, relative to this file.' },
          ),
        ),
      ),
      teamRules: optional(
        orNothing(
          list(
            keep(place, (value, path) => sink.teamRules(value, path)),
            {
              description:
                'Rules of your own: folders with files such as acme/model-load.yaml, or npm: and the name of an installed ' +
                'package with such files in its folder rules.',
            },
          ),
        ),
      ),
      failOn: optional(
        keep(
          oneOf(LEVELS, { description: 'Least level of a finding that makes `fairlead check` fail.' }),
          (value) => sink.failOn(value),
        ),
      ),
      maxFileSize: optional(
        keep(
          integer({
            min: 1,
            description: 'Largest file that is analysed, in bytes; larger ones are reported.',
          }),
          (value) => sink.maxFileSize(value),
        ),
      ),
      inspectModels: optional(
        keep(
          boolean({ description: 'Whether `fairlead check` looks into model files; true when absent.' }),
          (value) => sink.inspectModels(value),
        ),
      ),
    },
    { description: 'Settings of Fairlead for this folder.' },
  );
  return orNothing(settings);
}

function describeRules(rules: readonly ConfigurableRule[], sink: ConfigurationSink): Schema<unknown> {
  const ids = rules.map(({ id }) => id);
  const level = oneOf(['off', ...LEVELS]);
  const settings = orNothing(
    record(
      keep(level, (value, path) => sink.rule(String(path.at(-1)), value)),
      { key: ruleId(ids), description: 'Level of each rule; `off` silences it.' },
    ),
  );
  return {
    ...settings,
    jsonSchema(definitions) {
      const plain = record(level, { description: 'Level of each rule; `off` silences it.' });
      const entries = rules.map(({ id, title }) => [
        id,
        { ...level.jsonSchema(definitions), ...(title === undefined ? {} : { description: title }) },
      ]);
      return { ...plain.jsonSchema(definitions), properties: Object.fromEntries(entries) as JsonObject };
    },
  };
}

/** The id of a rule that exists. */
function ruleId(ids: readonly string[]): Schema<string> {
  const known = new Set(ids);
  const text = string();
  return {
    ...text,
    read(node, context) {
      const id = String(scalarOf(node));
      if (known.has(id)) return id;
      const closest = suggestClosest(id, ids);
      const hint = closest === undefined ? 'see the list of rules' : `did you mean ${closest}?`;
      return context.report(node, `no rule is called ${JSON.stringify(id)}; ${hint}`, closest);
    },
  };
}

/** Hands each valid value on, with the way to it. */
function keep<T>(schema: Schema<T>, take: (value: T, path: readonly PathStep[]) => void): Schema<T> {
  return {
    ...schema,
    read(node, context) {
      const value = schema.read(node, context);
      if (value !== invalid) take(value, context.path);
      return value;
    },
  };
}

/** A key without a value, as when all below it is commented out, is as good as no key. */
function orNothing<T>(schema: Schema<T>): Schema<T | null> {
  return {
    ...schema,
    accepts: (node) => isNothing(node) || schema.accepts(node),
    read: (node, context) => (isNothing(node) ? null : schema.read(node, context)),
  };
}

function isNothing(node: YamlNode): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

import { type Locate, readSource, type Schema, type YamlProblem, type YamlSource } from './yaml-reader.js';

/** A value that was read, with the means to point at parts of it. */
export interface LoadedSource<T> {
  readonly file: string;
  readonly value: T;
  readonly locate: Locate;
}

/** Reads what fits the schema, in the order of the sources; problems of the others are added to `problems`. */
export function readSources<T>(
  sources: readonly YamlSource[],
  schema: Schema<T>,
  problems: YamlProblem[],
): LoadedSource<T>[] {
  return sources.flatMap((source) => {
    const result = readSource(source, schema);
    if (result.ok) return [{ file: source.file, value: result.value, locate: result.locate }];
    problems.push(...result.problems);
    return [];
  });
}

import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { suggestClosest } from './suggest-closest.js';
import {
	describeNode,
	type Infer,
	type Invalid,
	invalid,
	type Json,
	type JsonDefinitions,
	type JsonObject,
	type PathStep,
	type ReadAttempt,
	type ReadContext,
	type Schema,
	type YamlNode,
} from './yaml-reader.js';
import { type Described, describe } from './yaml-scalars.js';

/** How deep a recursive schema may nest. */
const maxDepth = 64;

/** A field that may be left out; the value then lacks the property. */
export interface OptionalField<T> {
	readonly presence: 'optional';
	readonly schema: Schema<T>;
}

/** A field that may be left out; the value then has the default. */
export interface DefaultField<T> {
	readonly presence: 'default';
	readonly schema: Schema<T>;
	readonly value: T;
}

/** The fields of an object; a plain schema is a required field. */
export interface Fields {
	readonly [name: string]: Schema<unknown> | OptionalField<unknown> | DefaultField<unknown>;
}

/** The type of the objects that some fields describe. */
export type ObjectOf<F extends Fields> = Flat<
	{ readonly [K in keyof F as F[K] extends OptionalField<unknown> ? never : K]: FieldValue<F[K]> } & {
		readonly [K in keyof F as F[K] extends OptionalField<unknown> ? K : never]?: FieldValue<F[K]>;
	}
>;

type Flat<T> = { [K in keyof T]: T[K] };
type FieldValue<F> = F extends Schema<infer T> ? T : F extends { schema: Schema<infer T> } ? T : never;

/** Marks a field of `object` that may be left out. An explicit null is not the same as left out. */
export function optional<T>(schema: Schema<T>): OptionalField<T> {
	return { presence: 'optional', schema };
}

/** Marks a field of `object` that may be left out, and says what it is then; the default is emitted too. */
export function withDefault<T extends Json>(schema: Schema<T>, value: NoInfer<T>): DefaultField<T> {
	return { presence: 'default', schema, value };
}

/** An object with exactly these keys; any other key is an error with a suggestion. */
export function object<const F extends Fields>(fields: F, options: Described = {}): Schema<ObjectOf<F>> {
	return {
		expected: 'an object',
		accepts: (node) => isMap(node),
		read(node, context) {
			if (!isMap(node)) return reportShape(node, context, `an object with ${listKeys(fields)}`);
			// The mapped type cannot be built key by key; readFields returns exactly its properties.
			return readFields(node, fields, context) as ObjectOf<F> | Invalid;
		},
		jsonSchema: (definitions) => ({ ...emitFields(fields, definitions), ...describe(options) }),
	};
}

/** Limits of a list. */
export interface ListOptions extends Described {
	/** Default 0. */
	readonly minItems?: number;
	/** No limit when absent. */
	readonly maxItems?: number;
	/** True: no single value may occur twice. */
	readonly unique?: boolean;
}

/** A list whose items all follow one schema. */
export function list<T>(item: Schema<T>, options: ListOptions = {}): Schema<readonly T[]> {
	const { minItems = 0, maxItems, unique = false } = options;
	return {
		expected: 'a list',
		accepts: (node) => isSeq(node),
		read(node, context) {
			if (!isSeq(node)) return reportShape(node, context, 'a list');
			const values: T[] = [];
			const seen = new Set<unknown>();
			node.items.forEach((entry, index) => {
				const child = toNode(entry);
				const value = item.read(child, context.enter(index));
				if (value === invalid) return;
				if (unique && seen.has(value)) {
					context.enter(index).report(child, `${describeNode(child)} is listed twice`);
				}
				seen.add(value);
				values.push(value);
			});
			if (node.items.length < minItems) {
				return context.report(node, `has ${node.items.length} items, expected at least ${minItems}`);
			}
			if (maxItems !== undefined && node.items.length > maxItems) {
				return context.report(node, `has ${node.items.length} items, expected at most ${maxItems}`);
			}
			return values.length === node.items.length ? values : invalid;
		},
		jsonSchema: (definitions) => ({
			type: 'array',
			...describe(options),
			items: item.jsonSchema(definitions),
			...(minItems > 0 ? { minItems } : {}),
			...(maxItems === undefined ? {} : { maxItems }),
			...(unique ? { uniqueItems: true } : {}),
		}),
	};
}

/** An object with free keys whose values all follow one schema. `key` limits the keys' form. */
export function record<T>(
	value: Schema<T>,
	options: Described & { readonly key?: Schema<string>; readonly minItems?: number } = {},
): Schema<{ readonly [key: string]: T }> {
	const { key: keySchema, minItems = 0 } = options;
	return {
		expected: 'an object',
		accepts: (node) => isMap(node),
		read(node, context) {
			if (!isMap(node)) return reportShape(node, context, 'an object');
			const entries: [string, T][] = [];
			for (const { key, name, child } of readKeys(node, context)) {
				const inner = context.enter(name);
				if (keySchema !== undefined && keySchema.read(key, inner) === invalid) continue;
				const read = value.read(child, inner);
				if (read !== invalid) entries.push([name, read]);
			}
			if (node.items.length < minItems) {
				return context.report(node, `has ${node.items.length} keys, expected at least ${minItems}`);
			}
			return entries.length === node.items.length ? Object.fromEntries(entries) : invalid;
		},
		jsonSchema: (definitions) => ({
			type: 'object',
			...describe(options),
			...(keySchema === undefined ? {} : { propertyNames: keySchema.jsonSchema(definitions) }),
			additionalProperties: value.jsonSchema(definitions),
			...(minItems > 0 ? { minProperties: minItems } : {}),
		}),
	};
}

/**
 * One of several schemas. The members whose outer shape fits are tried in order and the first that reads
 * without a problem wins; otherwise the problems of the closest member (fewest) are reported.
 */
export function union<const M extends readonly Schema<unknown>[]>(
	members: M,
	options: Described = {},
): Schema<Infer<M[number]>> {
	const expected = () => members.map((member) => member.expected).join(' or ');
	return {
		get expected() {
			return expected();
		},
		accepts: (node) => members.some((member) => member.accepts(node)),
		read(node, context) {
			const fitting = members.filter((member) => member.accepts(node));
			let closest: ReadAttempt | undefined;
			for (const member of fitting) {
				const attempt = context.attempt();
				const value = member.read(node, attempt.context);
				// Members are Schema<Infer<M[number]>>; filter() forgets it.
				if (value !== invalid && attempt.problems.length === 0) return value as Infer<M[number]>;
				if (closest === undefined || attempt.problems.length < closest.problems.length) closest = attempt;
			}
			if (closest === undefined) return reportShape(node, context, expected());
			closest.adopt();
			return invalid;
		},
		jsonSchema: (definitions) => ({
			...describe(options),
			anyOf: members.map((member) => member.jsonSchema(definitions)),
		}),
	};
}

/** Objects that say by the word in one key (`tag`) which other fields they have. */
export function discriminated<const T extends string, const V extends { readonly [word: string]: Fields }>(
	tag: T,
	variants: V,
	options: Described = {},
): Schema<{ [K in keyof V & string]: Flat<{ readonly [P in T]: K } & ObjectOf<V[K]>> }[keyof V & string]> {
	const words = Object.keys(variants);
	type Value = { [K in keyof V & string]: Flat<{ readonly [P in T]: K } & ObjectOf<V[K]>> }[keyof V &
		string];
	return {
		expected: `an object with ${tag}`,
		accepts: (node) => isMap(node),
		read(node, context) {
			if (!isMap(node)) return reportShape(node, context, `an object with ${tag}`);
			const word = toNode(node.get(tag, true));
			const written = isScalar(word) ? word.value : undefined;
			const fields = typeof written === 'string' && Object.hasOwn(variants, written) ? variants[written] : undefined;
			if (fields === undefined || typeof written !== 'string') {
				if (word === null) return context.report(node, `lacks the key ${tag} (one of ${words.join(', ')})`);
				const near = typeof written === 'string' ? suggestClosest(written, words) : undefined;
				const hint = near === undefined ? '' : `; did you mean ${near}?`;
				const message = `expected one of ${words.join(', ')}, found ${describeNode(word)}${hint}`;
				return context.enter(tag).report(word, message);
			}
			return readFields(node, { [tag]: wordOf(written), ...fields }, context) as Value | Invalid;
		},
		jsonSchema: (definitions) => ({
			...describe(options),
			anyOf: Object.entries(variants).map(([word, fields]) =>
				emitFields({ [tag]: wordOf(word), ...fields }, definitions),
			),
		}),
	};
}

/** An object with exactly one of these keys, which also names its meaning: `{ all: [...] }`, `{ not: ... }`. */
export function oneKeyOf<const V extends { readonly [key: string]: Schema<unknown> }>(
	variants: V,
	options: Described = {},
): Schema<{ [K in keyof V & string]: { readonly [P in K]: Infer<V[K]> } }[keyof V & string]> {
	type Value = { [K in keyof V & string]: { readonly [P in K]: Infer<V[K]> } }[keyof V & string];
	const names = Object.keys(variants).join(', ');
	return {
		expected: `an object with one of the keys ${names}`,
		accepts: (node) => isMap(node),
		read(node, context) {
			if (!isMap(node)) return reportShape(node, context, `an object with one of the keys ${names}`);
			const fields = Object.fromEntries(
				Object.entries(variants).map(([name, schema]) => [name, optional(schema)]),
			);
			const value = readFields(node, fields, context);
			if (node.items.length !== 1) {
				return context.report(node, `has ${node.items.length} keys, expected exactly one of ${names}`);
			}
			return value as Value | Invalid;
		},
		jsonSchema: (definitions) => ({
			...describe(options),
			type: 'object',
			properties: Object.fromEntries(
				Object.entries(variants).map(([name, schema]) => [name, schema.jsonSchema(definitions)]),
			),
			additionalProperties: false,
			minProperties: 1,
			maxProperties: 1,
		}),
	};
}

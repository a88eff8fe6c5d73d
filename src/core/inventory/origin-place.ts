import type { Site, ValueAt } from '../semantics/module-model.js';
import type { Expr } from '../syntax/ir.js';
import type { FactBuilder } from './fact-builder.js';
import type { OriginPlace } from './inventory.js';

const bucket = /^(?:s3|s3a|gs|gcs|az|abfss?|wasbs?|oss|hdfs):\/\//i;
const url = /^(?:https?|ftp):\/\//i;
const registry = /^(?:models|runs|mlflow-artifacts):\//i;
const path =
  /^(?:\.{1,2}[/\\]|[/~]|[A-Za-z]:[/\\]|file:)|\.(?:pt|pth|bin|ckpt|pkl|pickle|joblib|onnx|h5|hdf5|keras|safetensors|gguf|ggml|npy|npz|csv|tsv|json|jsonl|parquet|txt|zip|gz|tar|xlsx|yaml|model|tflite|engine|py)$|\\/i;

/** Where a reference leads, as far as the text says; `unknown` for one that is only known at run time. */
export function placeOf(facts: FactBuilder, reference: ValueAt | undefined, usual: OriginPlace): OriginPlace {
  if (reference === undefined) return usual;
  const { value, site } = reference;
  const known = facts.usual(value, site);
  const start = typeof known === 'string' ? known : leadingText(facts, value, site);
  if (start !== undefined) {
    if (url.test(start)) return 'url';
    if (bucket.test(start)) return 'bucket';
    if (registry.test(start)) return 'registry';
    if (usual === 'hub' && path.test(start)) return 'file';
  }
  if (typeof known === 'string') return usual;
  if (value.kind === 'call') {
    const names = facts.namesOf(value.callee, site);
    if (names.some((name) => /^(?:os\.path\.|pathlib\.|glob\.)/.test(name))) return 'file';
    if (names.some((name) => /^io\./.test(name))) return 'unknown';
  }
  if (['hub', 'file', 'url', 'registry'].includes(usual)) return 'unknown';
  return usual;
}

/** What a text begins with, as far as it is known. */
export function leadingText(facts: FactBuilder, expr: Expr, site: Site, depth = 0): string | undefined {
  if (depth > 4) return undefined;
  const known = facts.constant(expr, site);
  if (typeof known === 'string') return known;
  if (expr.kind === 'template') {
    const [first] = expr.parts;
    if (first === undefined) return undefined;
    return typeof first === 'string' ? first : leadingText(facts, first, site, depth + 1);
  }
  if (expr.kind === 'binary' && (expr.operator === '+' || expr.operator === '/' || expr.operator === '%'))
    return leadingText(facts, expr.left, site, depth + 1);
  if (expr.kind === 'call' && expr.callee.kind === 'attribute' && expr.callee.name === 'format')
    return leadingText(facts, expr.callee.object, site, depth + 1);
  if (expr.kind !== 'name') return undefined;
  const { model } = facts.module.resolver;
  const given = model.onlyValue(expr.name, { scope: site.scope, offset: expr.start });
  return given && leadingText(facts, given.value, given.site, depth + 1);
}

import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { parseYaml } from '../../guidelines/yaml-reader.js';
import { parseCondaSpec } from './conda-spec.js';
import { ManifestCollector, type ManifestFile, type ManifestReading } from './manifest-reading.js';
import { readRequirements } from './read-requirements.js';

/** Reads a conda environment: its packages under their PyPI names, Python, and the list below `pip`. */
export function readCondaEnvironment(file: ManifestFile): ManifestReading {
  const collector = new ManifestCollector(file.path);
  const source = parseYaml(file.path, file.text);
  const [problem] = source.problems;
  if (problem !== undefined) {
    const message = `is not valid YAML: ${problem.message}`;
    collector.addNotice('not-scanned', message, problem.line - 1, problem.column - 1);
    return collector.finish();
  }
  const root = source.document.contents;
  const list: unknown = isMap(root) ? root.get('dependencies', true) : undefined;
  if (!isSeq(list)) return collector.finish();
  const lineOf = (node: Node) => Math.max(1, source.lines.linePos(node.range?.[0] ?? 0).line) - 1;
  for (const entry of list.items) {
    const pip: unknown = isMap(entry) ? entry.get('pip', true) : undefined;
    if (isSeq(pip)) {
      for (const item of pip.items) {
        if (isTextScalar(item)) readPipEntry(item.value, lineOf(item), file.path, collector);
      }
    } else if (isTextScalar(entry)) {
      readSpec(entry.value, lineOf(entry), collector);
    }
  }
  return collector.finish();
}

function isTextScalar(node: unknown): node is Scalar<string> {
  return isScalar(node) && typeof node.value === 'string';
}

function readSpec(text: string, line: number, collector: ManifestCollector): void {
  const spec = parseCondaSpec(text);
  if (spec === undefined) {
    collector.skip(line, text);
    return;
  }
  for (const specifier of spec.specifiers) {
    if (spec.name !== 'python') collector.addStatement(spec.name, line, { specifier });
    else if (specifier !== '' && spec.specifiers.length === 1) collector.setPython(specifier);
  }
}

/** An entry below `pip` is a line of a requirements file. */
function readPipEntry(text: string, line: number, path: string, collector: ManifestCollector): void {
  const reading = readRequirements({ path, text });
  for (const { name, requirement } of reading.statements) collector.addStatement(name, line, requirement);
  for (const include of reading.includes) collector.addInclude({ ...include, line });
  if (reading.notices.length > 0) collector.skip(line, text);
}

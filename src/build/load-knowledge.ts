import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../core/api.js';
import { validateCards } from '../core/artifacts/cards/validate-cards.js';
import { validateThreats } from '../core/artifacts/threat-model/validate-threats.js';
import { validateEvidence } from '../core/guidelines/evidence-validation.js';
import { validateGuidelines } from '../core/guidelines/validate-frameworks.js';
import {
  formatYamlProblem,
  parseYaml,
  readSource,
  type YamlProblem,
  type YamlSource,
} from '../core/guidelines/yaml-reader.js';
import { DOCUMENT_LANDMARKS_SCHEMA } from '../core/inventory/document-landmark.js';
import { INVENTORY_KNOWLEDGE_SCHEMA } from '../core/inventory/inventory-knowledge-schema.js';
import { readGlobalLists } from '../core/modelfiles/global-list.js';
import { readModelFileLists } from '../core/modelfiles/model-file-lists.js';
import { readReportSkeleton } from '../core/report/status-haip-schema.js';
import { joinKnownTexts, KNOWN_TEXTS_SCHEMA } from '../core/rules/known-lists.js';
import { validateRules } from '../core/rules/validate-rules.js';
import { SEMANTIC_KNOWLEDGE_SCHEMA } from '../core/semantics/knowledge-schema.js';
import { DOCUMENT_KNOWLEDGE_SCHEMA } from '../core/structured/document-kind.js';

/** Thrown when a file of guidelines/ is wrong; the message has one line per problem. */
class KnowledgeError extends Error {
  constructor(problems: readonly YamlProblem[]) {
    super(`guidelines/ has ${problems.length} problem(s):\n${problems.map(formatYamlProblem).join('\n')}`);
    this.name = 'KnowledgeError';
  }
}

/**
 * Reads and checks everything below `root`/guidelines.
 *
 * @throws KnowledgeError when a file is wrong
 */
export function loadKnowledge(root: string): Knowledge {
  const folder = join(root, 'guidelines');
  const guidelines = validateGuidelines({
    frameworks: readFolder(folder, 'frameworks'),
    taxonomies: readFolder(folder, 'taxonomies'),
    crosswalk: readFile(folder, 'crosswalk.yaml'),
  });
  if (!guidelines.ok) throw new KnowledgeError(guidelines.problems);
  const semantics = readSource(readFile(folder, 'knowledge/python.yaml'), SEMANTIC_KNOWLEDGE_SCHEMA);
  if (!semantics.ok) throw new KnowledgeError(semantics.problems);
  const scripts = readSource(readFile(folder, 'knowledge/javascript.yaml'), SEMANTIC_KNOWLEDGE_SCHEMA);
  if (!scripts.ok) throw new KnowledgeError(scripts.problems);
  const documents = readSource(readFile(folder, 'knowledge/documents.yaml'), DOCUMENT_KNOWLEDGE_SCHEMA);
  if (!documents.ok) throw new KnowledgeError(documents.problems);
  const landmarks = readSource(readFile(folder, 'knowledge/landmarks.yaml'), DOCUMENT_LANDMARKS_SCHEMA);
  if (!landmarks.ok) throw new KnowledgeError(landmarks.problems);
  const inventory = readSource(readFile(folder, 'knowledge/inventory.yaml'), INVENTORY_KNOWLEDGE_SCHEMA);
  if (!inventory.ok) throw new KnowledgeError(inventory.problems);
  const known = readSource(readFile(folder, 'knowledge/known.yaml'), KNOWN_TEXTS_SCHEMA);
  if (!known.ok) throw new KnowledgeError(known.problems);
  const rules = validateRules(readFolder(folder, 'rules'), guidelines.guidelines);
  if (!rules.ok) throw new KnowledgeError(rules.problems);
  const evidence = validateEvidence(
    {
      files: readFile(folder, 'evidence/files.yaml'),
      facts: readFile(folder, 'evidence/facts.yaml'),
      questions: readFolder(folder, 'evidence/questions'),
    },
    guidelines.guidelines.frameworks,
    rules.rules.map(({ id }) => id),
  );
  if (!evidence.ok) throw new KnowledgeError(evidence.problems);
  const items = guidelines.guidelines.frameworks.flatMap((framework) =>
    framework.sections.flatMap((section) => section.items.map((item) => item.id)),
  );
  const haip = readReportSkeleton(readFile(folder, 'reporting/haip.yaml'), items);
  if (!haip.ok) throw new KnowledgeError(haip.problems);
  const lists = readModelFileLists({
    jinja: readFile(folder, 'modelfiles/jinja.yaml'),
    operators: readFile(folder, 'modelfiles/operators.yaml'),
    configurations: readFile(folder, 'modelfiles/configurations.yaml'),
  });
  if (!lists.ok) throw new KnowledgeError(lists.problems);
  const globals = readGlobalLists(readFolder(folder, 'modelfiles/globals'));
  if (!globals.ok) throw new KnowledgeError(globals.problems);
  const threats = validateThreats(readFile(folder, 'artifacts/threat-model/threats.yaml'), {
    ...guidelines.guidelines,
    rules: rules.rules.map(({ id }) => id),
  });
  if (!threats.ok) throw new KnowledgeError(threats.problems);
  const cards = validateCards(
    {
      outlines: readFolder(folder, 'artifacts/outlines'),
      licences: readFile(folder, 'artifacts/licences.yaml'),
      metadata: readFile(folder, 'artifacts/model-metadata.yaml'),
    },
    guidelines.guidelines.frameworks.flatMap((framework) =>
      framework.sections.flatMap((section) =>
        section.items.flatMap((item) => [item.id, ...item.checklist.map(({ id }) => id)]),
      ),
    ),
  );
  if (!cards.ok) throw new KnowledgeError(cards.problems);
  return {
    ...guidelines.guidelines,
    evidence: evidence.evidence,
    haip: haip.skeleton,
    semantics: semantics.value,
    javascriptSemantics: scripts.value,
    documents: documents.value,
    documentLandmarks: landmarks.value,
    rules: rules.rules,
    known: joinKnownTexts(known.value),
    inventory: inventory.value,
    threats: threats.threats,
    cards: cards.cards,
    modelFiles: { lists: lists.lists, globals: globals.globals },
  };
}

function readFolder(base: string, name: string): readonly YamlSource[] {
  return readdirSync(join(base, name), { recursive: true, encoding: 'utf8' })
    .map((file) => `${name}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readFile(base, file));
}

function readFile(base: string, name: string): YamlSource {
  return parseYaml(`guidelines/${name}`, readFileSync(join(base, name), 'utf8'));
}

import type { DatasetFact } from '../../inventory/inventory.js';
import { hideCredentials } from '../hide-credentials.js';
import type { ArtifactInput, ArtifactKind } from '../kinds.js';
import { isHubId } from './base-models.js';
import { constantText, createCardContext, PROJECT_FILES } from './card-context.js';

/** A description of the data for machines: Croissant 1.1, JSON-LD. */
export const CROISSANT_KIND: ArtifactKind = {
  id: 'croissant',
  title: 'a Croissant description of the data',
  guidelines: ['ncsc-2.3'],
  files: PROJECT_FILES,
  forms: [
    {
      format: 'json-ld',
      path: 'croissant.json',
      generate: (input) => ({ kind: 'text', text: createCroissant(input) }),
    },
  ],
};

/**
 * What the code states about the data it reads, as one data set. Only files whose SHA-256 the code states are listed as
 * files, for the format asks for a digest; all else is named as what it is based on. Licence, creator, address and day of
 * publication are left out: code does not state them, and the data card asks for them.
 */
function createCroissant(input: ArtifactInput): string {
  const context = createCardContext(input);
  const name = (context.project.name?.value ?? input.projectName) || 'project';
  const facts = context.list('dataset');
  const files = new Map(facts.flatMap((fact) => describeFile(fact).map((file) => [file['@id'], file])));
  const sources = [
    ...new Set(facts.flatMap((fact) => (describeFile(fact).length > 0 ? [] : nameSource(fact)))),
  ];
  const description =
    facts.length === 0
      ? `No data was found that the code of ${name} reads.`
      : `Data that the code of ${name} reads, as far as the code states it.`;
  const croissant = {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: `${name} data`,
    description,
    ...(files.size === 0 ? {} : { distribution: [...files.values()] }),
    ...(sources.length === 0 ? {} : { isBasedOn: sources.sort() }),
  };
  return `${JSON.stringify(croissant, null, 2)}\n`;
}

interface CroissantFile {
  readonly '@type': 'cr:FileObject';
  readonly '@id': string;
  readonly name: string;
  readonly contentUrl: string;
  readonly encodingFormat: string;
  readonly sha256: string;
}

function describeFile(fact: DatasetFact): readonly CroissantFile[] {
  const address = constantText(fact.reference);
  const sha256 = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(constantText(fact.digest) ?? '')?.[1]?.toLowerCase();
  if (address === undefined || sha256 === undefined) return [];
  const contentUrl = hideCredentials(address);
  const name = /([^/\\?#]+)(?:[?#].*)?$/.exec(contentUrl)?.[1] ?? contentUrl;
  return [
    {
      '@type': 'cr:FileObject',
      '@id': contentUrl,
      name,
      contentUrl,
      encodingFormat: findMediaType(name),
      sha256,
    },
  ];
}

function nameSource({ place, reference }: DatasetFact): readonly string[] {
  const text = constantText(reference);
  if (text === undefined) return [];
  return [
    place === 'hub' && isHubId(text) ? `https://huggingface.co/datasets/${text}` : hideCredentials(text),
  ];
}

const mediaTypes: readonly (readonly [RegExp, string])[] = [
  [/\.csv$/i, 'text/csv'],
  [/\.tsv$/i, 'text/tab-separated-values'],
  [/\.jsonl$/i, 'application/jsonlines'],
  [/\.json$/i, 'application/json'],
  [/\.parquet$/i, 'application/vnd.apache.parquet'],
  [/\.txt$/i, 'text/plain'],
  [/\.zip$/i, 'application/zip'],
  [/\.tar$/i, 'application/x-tar'],
  [/\.t?gz$/i, 'application/gzip'],
];

function findMediaType(name: string): string {
  return mediaTypes.find(([pattern]) => pattern.test(name))?.[1] ?? 'application/octet-stream';
}

/** The context that the specification asks for, so that every reader knows the words. */
const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  rai: 'http://mlcommons.org/croissant/RAI/',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
} as const;

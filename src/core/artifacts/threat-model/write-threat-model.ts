import type { Guard } from '../../inventory/inventory.js';
import type { Location } from '../../source/document.js';
import type {
  GeneratedBlock,
  GeneratedDocument,
  GeneratedElement,
  GeneratedSection,
} from '../generated-document.js';
import { linkLine, quoteCode } from '../source-link.js';
import { drawMermaid } from './draw-mermaid.js';
import { groupCrossings } from './group-crossings.js';
import { ATTACK_CLASSES, type AttackClass, STRIDE } from './threat-knowledge.js';
import type { ThreatModel } from './threat-model.js';
import { STRIDE_WORDS, writeCell, writeLinks, writeTable } from './write-cells.js';
import { writeSummary } from './write-summary.js';
import { writeThreats } from './write-threats.js';

const attackWords: Readonly<Record<AttackClass, string>> = {
  evasion: 'Evasion',
  poisoning: 'Poisoning of data or models',
  'privacy-and-extraction': 'Privacy and extraction',
  'prompt-injection': 'Prompt injection',
  'supply-chain': 'Supply chain',
};

/**
 * Writes a threat model as a document that lives beside the code.
 *
 * @param path where the document goes, relative to the root; links are relative to it
 */
export function writeThreatModel(
  model: ThreatModel,
  path: string,
  references: ReadonlyMap<string, string>,
): GeneratedDocument {
  const title = model.projectName === '' ? 'this project' : model.projectName;
  return {
    kind: 'threat-model',
    opening: [
      `# Threat model of ${quoteCode(title)}`,
      '',
      'What stands between the comments of Fairlead comes from the code and is refreshed by `fairlead generate threat-model`.',
      'Everything else belongs to people and is kept. "None found" means that the analysis found none in the code; it is not',
      'proof that there is none.',
    ].join('\n'),
    sections: [
      writeSummary(model),
      writeScope(),
      writeAssets(model, path),
      writeActors(model, path),
      writeEntryPoints(model, path),
      writeDataFlow(model, path),
      ...writeThreats(model, path, references),
      writeAttacks(model),
      {
        id: 'review',
        opening: [
          '## Review',
          '',
          '- **Question:** what happens to users and to society if the model is compromised or misbehaves? (ncsc-1.2.q4)',
          '- **Question:** who accepts the residual risk of this model as a whole, and until when?',
          '- **Question:** when was this document last reviewed, by whom, and when is the next review? (ncsc-1.2.q3)',
        ].join('\n'),
        blocks: [],
      },
    ],
  };
}

function writeScope(): GeneratedSection {
  return {
    id: 'scope',
    opening: [
      '## Scope and assumptions',
      '',
      '- **Question:** what is the system for, who relies on its output, and what is out of scope?',
      '- **Question:** where does it run, and what stands in front of it (gateway, network, identity provider)?',
      '- **Question:** how sensitive are the data that it is trained on and that it processes? (ncsc-1.2.q5)',
    ].join('\n'),
    blocks: [
      {
        id: 'scope',
        content: [
          [
            '- This model rests on the files of the project as they stand. Nothing was run, and nothing outside the files was',
            '  looked at: no deployed system, no network, no content of data sets or models.',
            '- Tests, examples and the like are left out.',
            '- Likelihood and impact are first estimates from the code, each with its reason; people decide.',
          ].join('\n'),
        ],
      },
    ],
  };
}

function writeAssets({ assets }: ThreatModel, path: string): GeneratedSection {
  const rows = assets.map(
    ({ id, kind, name, locations }): GeneratedElement => ({
      id: `asset ${id}`,
      name,
      text: `| ${writeCell(name)} | ${kind} | ${writeLinks(locations, path)} |`,
      ...firstOf(locations),
    }),
  );
  return {
    id: 'assets',
    opening:
      '## Assets\n\n**Question:** which of these are confidential, and which would hurt most if they were wrong or gone?',
    blocks: [
      block(
        'assets',
        'assets',
        writeTable(['Asset', 'What it is', 'Where'], rows, 'None found in the code.'),
      ),
    ],
  };
}

function writeActors({ dataFlow }: ThreatModel, path: string): GeneratedSection {
  const actors = dataFlow.nodes.filter(({ kind }) => kind === 'actor' || kind === 'external');
  const rows = actors.map(({ name, kind, locations }): GeneratedElement => {
    const what = kind === 'actor' ? 'sends requests' : 'supplies or receives data';
    return {
      id: `actor ${name}`,
      name,
      text: `| ${writeCell(name)} | ${what} | ${writeLinks(locations, path)} |`,
    };
  });
  return {
    id: 'actors',
    opening: [
      '## Actors',
      '',
      '**Question:** who else is involved: administrators, labellers, operators, people about whom the data speaks?',
    ].join('\n'),
    blocks: [
      block(
        'actors',
        'actors',
        writeTable(
          ['Actor', 'Part', 'Where in the code'],
          rows,
          'No caller or outside party was found in the code.',
        ),
      ),
    ],
  };
}

function writeEntryPoints({ endpoints }: ThreatModel, path: string): GeneratedSection {
  const guard = (found: Guard | undefined): string =>
    found === undefined ? 'none found' : `${writeCell(found.name)} ${linkLine(found.location, path)}`;
  const rows = endpoints.map((endpoint): GeneratedElement => {
    const { id, name, location, authentication, rateLimit, validation, sizeLimit, logging } = endpoint;
    const guards = [authentication, rateLimit, validation, sizeLimit, logging].map(guard).join(' | ');
    const what = `${endpoint.protocol === 'unknown' ? '' : `${endpoint.protocol}, `}${endpoint.framework}`;
    return {
      id: `${id} ${location.path}`,
      name,
      text: `| ${writeCell(name)} | ${what} | ${linkLine(location, path)} | ${guards} |`,
      location,
    };
  });
  const head = [
    'Entry point',
    'Kind',
    'Where',
    'Authentication',
    'Rate limit',
    'Validation',
    'Size limit',
    'Logging',
  ];
  return {
    id: 'entry-points',
    opening: '## Entry points',
    blocks: [
      block(
        'entry-points',
        'entry points',
        writeTable(head, rows, 'No route, page or tool server was found in the code.'),
      ),
    ],
  };
}

function writeDataFlow({ dataFlow }: ThreatModel, path: string): GeneratedSection {
  const { nodes, zones, isGrouped } = dataFlow;
  const zoneName = new Map(zones.map(({ id, name }) => [id, name]));
  const rows = groupCrossings(dataFlow).map(
    ({ process, others, isInto, labels, locations }): GeneratedElement => {
      const [first] = others;
      const sides = [first?.zone, process.zone].map((id) => zoneName.get(id ?? 'others') ?? '');
      const zone = zoneName.get(first?.zone ?? 'others') ?? '';
      const name = isInto ? `${zone} to ${process.name}` : `${process.name} to ${zone}`;
      const names = others.map((other) => writeCell(other.name)).join(', ');
      const cells = [
        (isInto ? sides : [...sides].reverse()).join(' to '),
        isInto ? `${names} to ${writeCell(process.name)}` : `${writeCell(process.name)} to ${names}`,
        labels.join(', '),
        writeLinks(locations, path),
      ];
      const way = isInto ? 'from' : 'to';
      return {
        id: `flow ${process.zone} ${process.name} ${way} ${first?.zone ?? ''}`,
        name,
        text: `| ${cells.join(' | ')} |`,
      };
    },
  );
  const grouped = isGrouped ? ['', 'Similar things share a box, so that the diagram stays legible.'] : [];
  const diagram =
    nodes.length === 0
      ? ['No data flow to or from the outside was found in the code.']
      : [
          ...zones.map(({ name, about }) => `- **${name}**: ${about}`),
          '',
          'A box is a file of the project or what it reads, writes, calls or answers; an arrow is a line of the code, and one with',
          'two heads at least two: what goes out, then what comes back. What one file writes and another reads is on both sides.',
          ...grouped,
          '',
          '```mermaid',
          ...drawMermaid(dataFlow),
          '```',
        ];
  return {
    id: 'data-flow',
    opening: '## Data flow and trust boundaries',
    blocks: [
      block('data-flow', 'data-flow diagram', [diagram.join('\n')]),
      block(
        'trust-boundaries',
        'trust boundaries',
        writeTable(
          ['Boundary', 'Flow', 'What', 'Where'],
          rows,
          'No flow across a trust boundary was found in the code.',
        ),
      ),
    ],
  };
}

function writeAttacks({ threats }: ThreatModel): GeneratedSection {
  const rows = ATTACK_CLASSES.map((attack) => {
    const titles = threats.filter(({ rule }) => rule.attacks.includes(attack)).map(({ rule }) => rule.title);
    const text =
      titles.length === 0 ? 'No element that carries it was found in the code.' : titles.join('; ');
    return `| ${attackWords[attack]} | ${text} |`;
  });
  const classes = STRIDE.filter((stride) => !threats.some(({ rule }) => rule.stride.includes(stride)));
  const none =
    classes.length === 0
      ? []
      : [
          '',
          `Of STRIDE, no element was found in the code that carries: ${classes.map((each) => STRIDE_WORDS[each].toLowerCase()).join(', ')}.`,
        ];
  return {
    id: 'attacks',
    opening: '## Attacks on AI, one by one',
    blocks: [
      block('attacks', 'attacks on AI', ['| Attack | Threats above |', '| --- | --- |', ...rows, ...none]),
    ],
  };
}

function block(id: string, name: string, content: GeneratedBlock['content']): GeneratedBlock {
  return { id, name, content };
}

function firstOf(locations: readonly Location[]): { readonly location?: Location } {
  const [location] = locations;
  return location === undefined ? {} : { location };
}

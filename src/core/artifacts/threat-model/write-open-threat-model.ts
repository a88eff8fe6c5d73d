import { hashText } from '../../findings/fingerprint.js';
import type { Location } from '../../source/document.js';
import { summarize } from './summarize-threat.js';
import type { ThreatLevel } from './threat-knowledge.js';
import type { Measure, Threat, ThreatElement, ThreatModel, ZoneId } from './threat-model.js';

/** Figures of the format for our words. They give an order and are not measured. */
const figures: Readonly<Record<ThreatLevel, number>> = { high: 75, medium: 50, unknown: 50, low: 25 };
const trust: Readonly<Record<ZoneId, number>> = { callers: 0, others: 25, stores: 50, service: 75, work: 75 };

const representation = 'code';

/** Writes the model as Open Threat Model 0.2 in JSON. Components carry file and line. */
export function writeOpenThreatModel(model: ThreatModel): string {
  const { projectName, dataFlow, threats, assets } = model;
  const name = projectName === '' ? 'project' : projectName;
  const zones = dataFlow.zones.length === 0 && threats.length > 0 ? [workZone] : [...dataFlow.zones];
  const loose = threats.flatMap(({ elements }) => elements.filter(({ node }) => node === undefined));
  if (loose.length > 0 && !zones.some(({ id }) => id === 'work')) zones.push(workZone);
  const components = [
    ...dataFlow.nodes.map((node) => ({
      id: node.id,
      name: node.name,
      type: componentType(node.kind),
      parent: { trustZone: node.zone },
      representations: writePlaces(node.locations),
      threats: writeInstances(threats, (element) => element.node === node.id),
    })),
    ...[...new Map(loose.map((element) => [looseId(element), element])).values()].map((element) => ({
      id: looseId(element),
      name: element.kind === 'finding' ? (element.locations[0]?.path ?? element.name) : element.name,
      type: 'generic-component',
      parent: { trustZone: 'work' },
      representations: writePlaces(element.locations),
      threats: writeInstances(
        threats,
        (other) => other.node === undefined && looseId(other) === looseId(element),
      ),
    })),
  ];
  const otm = {
    otmVersion: '0.2.0',
    project: {
      name,
      id: `project-${hashText(name)}`,
      description: 'Written by Fairlead from the code; not reviewed.',
    },
    representations: [
      {
        name: 'Source code',
        id: representation,
        type: 'code',
        description: 'Paths relative to the project.',
      },
    ],
    assets: assets.map((asset) => ({
      name: asset.name,
      id: asset.id,
      description: asset.kind,
      risk: {
        confidentiality: 0,
        integrity: 0,
        availability: 0,
        comment: 'Not rated: the code does not say.',
      },
    })),
    trustZones: zones.map(({ id, name: zone, about }) => ({
      id,
      name: zone,
      description: `${about} The rating gives an order and is not measured.`,
      risk: { trustRating: trust[id] },
    })),
    components,
    dataflows: dataFlow.flows.map(({ from, to, labels }) => ({
      id: `${from}-${to}`,
      name: labels.join(', '),
      source: from,
      destination: to,
    })),
    threats: threats.map(writeThreat),
    mitigations: threats.flatMap(({ rule }) =>
      rule.mitigations.map(({ title, question }) => ({
        id: mitigationId(rule.id, title),
        name: title,
        description: `See ${question}.`,
        riskReduction: 0,
        attributes: { riskReduction: 'not estimated' },
      })),
    ),
  };
  return `${JSON.stringify(otm, undefined, 2)}\n`;
}

const workZone = {
  id: 'work' as const,
  name: 'Other code of the project',
  about: 'Files without an entry point.',
};

function componentType(kind: ThreatModel['dataFlow']['nodes'][number]['kind']): string {
  return {
    actor: 'generic-client',
    process: 'generic-component',
    store: 'generic-datastore',
    external: 'external-service',
  }[kind];
}

function looseId({ kind, name, locations }: ThreatElement): string {
  const path = locations[0]?.path ?? '';
  return kind === 'finding' ? `file ${path}` : `${kind} ${name} ${path}`;
}

function writePlaces(locations: readonly Location[]): readonly object[] {
  return locations.map(({ path, range, cell }, index) => ({
    representation,
    id: `${path}#${range.start.line + 1}-${index + 1}`,
    file: path,
    // A line of a notebook is one of its cell, which this format has no field for.
    ...(cell === undefined
      ? { line: range.start.line + 1 }
      : { attributes: { cell: cell + 1, cellLine: range.start.line + 1 } }),
  }));
}

function writeInstances(
  threats: readonly Threat[],
  isHere: (element: ThreatElement) => boolean,
): readonly object[] {
  return threats.flatMap(({ rule, elements }) => {
    const here = elements.filter(isHere);
    if (here.length === 0) return [];
    const worst = new Map<string, Measure>();
    for (const measure of here.flatMap(({ measures }) => measures)) {
      const known = worst.get(measure.title);
      if (known === undefined || known.state === 'found') worst.set(measure.title, measure);
    }
    const mitigations = [...worst.values()].map(({ title, state }) => ({
      mitigation: mitigationId(rule.id, title),
      state: state === 'found' ? 'implemented' : 'recommended',
    }));
    return [{ threat: rule.id, state: 'exposed', mitigations }];
  });
}

function writeThreat({ rule, elements }: Threat): object {
  const { likelihood, impact } = summarize(elements);
  const comment = ({ level, because }: typeof likelihood): string =>
    level === 'unknown' ? `Not known, put in the middle: ${because}` : because;
  return {
    id: rule.id,
    name: rule.title,
    description: rule.description,
    categories: rule.stride,
    cwes: rule.references.filter((id) => id.startsWith('CWE-')),
    risk: {
      likelihood: likelihood.level === 'unknown' ? null : figures[likelihood.level],
      likelihoodComment: likelihood.because,
      impact: figures[impact.level],
      impactComment: comment(impact),
    },
    tags: rule.references.filter((id) => !id.startsWith('CWE-')),
  };
}

function mitigationId(rule: string, title: string): string {
  return `${rule}-${hashText(title).slice(0, 8)}`;
}

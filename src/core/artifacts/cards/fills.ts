import type { Statement } from './card-content.js';
import type { CardContext } from './card-context.js';
import type { FillName } from './fill-names.js';
import * as data from './fills-data.js';
import * as model from './fills-model.js';
import * as project from './fills-project.js';
import * as security from './fills-security.js';
import * as service from './fills-service.js';

/** Makes statements from what a project contains; none when it contains nothing of the kind. */
export type Fill = (context: CardContext) => readonly Statement[];

/** All fills by name. */
export const FILLS: Readonly<Record<FillName, Fill>> = {
  licence: project.fillLicence,
  'project-authors': project.fillProjectAuthors,
  'project-links': project.fillProjectLinks,
  'project-version': project.fillProjectVersion,
  architectures: model.fillArchitectures,
  task: model.fillTask,
  'base-model': model.fillBaseModel,
  models: model.fillModels,
  loading: model.fillLoading,
  'training-data': data.fillTrainingData,
  'evaluation-data': data.fillEvaluationData,
  'unsorted-data': data.fillUnsortedData,
  'data-sources': data.fillDataSources,
  'data-digests': data.fillDataDigests,
  'data-revisions': data.fillDataRevisions,
  splits: data.fillSplits,
  runs: model.fillRuns,
  hyperparameters: model.fillHyperparameters,
  precision: model.fillPrecision,
  seeds: model.fillSeeds,
  objectives: model.fillObjectives,
  metrics: model.fillMetrics,
  trackers: model.fillTrackers,
  software: project.fillSoftware,
  artifacts: security.fillArtifacts,
  'artifact-formats': security.fillArtifactFormats,
  'remote-code': security.fillRemoteCode,
  'model-revisions': model.fillModelRevisions,
  findings: security.fillFindings,
  'threat-model': project.fillDocument('threat-model', 'threat model'),
  'security-policy': project.fillDocument('security-policy', 'security policy'),
  'incident-plan': project.fillDocument('incident-plan', 'incident plan'),
  owners: project.fillOwners,
  endpoints: service.fillEndpoints,
  'endpoint-guards': service.fillEndpointGuards,
  'llm-calls': service.fillLlmCalls,
  prompts: service.fillPrompts,
  agents: service.fillAgents,
  'vector-stores': service.fillVectorStores,
  services: service.fillServices,
  secrets: service.fillSecrets,
  deployments: service.fillDeployments,
  manifests: project.fillManifests,
};

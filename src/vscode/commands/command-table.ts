import type { App } from '../app.js';

/** What a command runs, given the arguments of whoever called it. */
export type CommandHandler = (app: App, ...args: unknown[]) => unknown;

// Handlers are loaded with the first command: this table itself runs without an editor, where a test compares it with
// the manifest.
const handlers = () => import('./command-handlers.js');

/** Every command, by its name. */
export const COMMANDS: Readonly<Record<string, CommandHandler>> = {
  'fairlead.checkWorkspace': async (app) => (await handlers()).checkWorkspace(app),
  'fairlead.checkCurrentFile': async (app) => (await handlers()).checkCurrentFile(app),
  'fairlead.stopCheck': (app) => app.check.cancel(),
  'fairlead.openGuideline': async (app, id) => (await handlers()).openGuideline(app, id),
  'fairlead.showRule': async (app, id, folder) => (await handlers()).showRule(app, id, folder),
  'fairlead.newRule': async (app) => (await handlers()).newRule(app),
  'fairlead.focusGuidelines': async () => (await handlers()).focusGuidelines(),
  'fairlead.attestQuestion': async (app, value) => (await handlers()).attestQuestion(app, value),
  'fairlead.attestItem': async (app, value) => (await handlers()).attestItem(app, value),
  'fairlead.markNotApplicable': async (app, value) => (await handlers()).markNotApplicable(app, value),
  'fairlead.withdrawAttestation': async (app, value) => (await handlers()).withdrawAttestation(app, value),
  'fairlead.toggleAttestation': (app) => app.view.toggleFocused(),
  'fairlead.filterGuidelines': async (app) => (await handlers()).filterGuidelines(app),
  'fairlead.searchChecklists': async (app) => (await handlers()).searchChecklists(app),
  'fairlead.clearFilter': (app) => {
    app.view.filter = {};
  },
  'fairlead.exportReport': async (app, request) => (await handlers()).exportReport(app, request),
  'fairlead.generateThreatModel': async (app) => (await handlers()).generateDocument(app, 'threat-model'),
  'fairlead.generateModelCard': async (app) => (await handlers()).generateDocument(app, 'model-card'),
  'fairlead.generateDataCard': async (app) => (await handlers()).generateDocument(app, 'data-card'),
  'fairlead.newThreatModel': async (app) => (await handlers()).generateDocument(app, 'threat-model'),
  'fairlead.newModelCard': async (app) => (await handlers()).generateDocument(app, 'model-card'),
  'fairlead.newDataCard': async (app) => (await handlers()).generateDocument(app, 'data-card'),
  'fairlead.generateDocument': async (app, request) => (await handlers()).generateDocument(app, request),
  'fairlead.updateDocuments': async (app) => (await handlers()).updateDocuments(app),
  'fairlead.updateDocument': async (app, request) => (await handlers()).updateDocument(app, request),
  'fairlead.applyProposal': (app, uri) => app.proposals.apply(uri),
  'fairlead.discardProposal': (app, uri) => app.proposals.discard(uri),
  'fairlead.openFinding': async (app, target) => (await handlers()).openFinding(app, target),
  'fairlead.inspectModelFile': async (app, uri) => (await handlers()).inspectModelFile(app, uri),
  'fairlead.chooseFix': async (app, request) => (await handlers()).chooseFix(app, request),
  'fairlead.ignoreFinding': async (app, request) => (await handlers()).ignoreFinding(app, request),
  'fairlead.turnOffRule': async (app, request) => (await handlers()).turnOffRule(app, request),
};

/** Commands that only our own surfaces call, with arguments; not in the palette. */
export const INTERNAL_COMMANDS: readonly string[] = [
  'fairlead.openFinding',
  'fairlead.chooseFix',
  'fairlead.ignoreFinding',
  'fairlead.turnOffRule',
  'fairlead.toggleAttestation',
  'fairlead.newThreatModel',
  'fairlead.newModelCard',
  'fairlead.newDataCard',
  'fairlead.updateDocument',
];

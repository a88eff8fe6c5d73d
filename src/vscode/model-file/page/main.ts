import { create, createButton, createIcon } from './dom.js';
import type { HostMessage, PageHash, PageMessage, PageReport } from './messages.js';
import {
  createFindings,
  createImports,
  createMetadata,
  createSecondOpinions,
  createUnread,
} from './panels.js';
import { createTabs, type Tab } from './tabs.js';
import { type GridState, TensorGrid } from './tensor-grid.js';

interface Host {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: PageState): void;
}

/** What outlives the page while it is hidden. */
interface PageState {
  readonly tab: string;
  readonly grid: GridState;
}

declare function acquireVsCodeApi(): Host;

const shapes: Readonly<Record<PageReport['verdict']['kind'], string>> = {
  dangerous: 'M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5zM8 4.5v4.2M8 10.6v1.2',
  unknown: 'M8 1.8 15 14H1zM8 6v4M8 11.3v1.2',
  'not-verified':
    'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5.9 6.2a2.1 2.1 0 1 1 3 1.9q-.9.5-.9 1.5M8 11v1.2',
  'nothing-found': 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5 8h6',
};
const noGrid: GridState = { filter: '', order: { key: 'file', isDescending: false }, scrollTop: 0 };

/** Shows what the extension host sends. */
class ModelPage {
  readonly #host: Host;
  readonly #main: HTMLElement;
  readonly #name: string;
  readonly #hash = create('dd', { className: 'hash' });
  #state: PageState;
  #grid: TensorGrid | undefined;
  #hashKind = '';

  constructor(host: Host, main: HTMLElement) {
    this.#host = host;
    this.#main = main;
    this.#name = main.querySelector('h1')?.textContent ?? '';
    this.#state = readState(host.getState());
    window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => this.#take(data));
    window.addEventListener(
      'keydown',
      (event) => {
        const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f';
        if (!isFind || this.#state.tab !== 'tensors' || !this.#grid) return;
        this.#grid.focusFilter();
        event.preventDefault();
        event.stopPropagation();
      },
      true,
    );
    host.postMessage({ kind: 'ready' });
  }

  #take(message: HostMessage): void {
    switch (message.kind) {
      case 'failed':
        this.#showFailure(message.title, message.message);
        break;
      case 'report':
        this.#showReport(message.report);
        break;
      case 'tensors':
        this.#grid?.add(message.tensors);
        break;
      case 'hash':
        this.#showHash(message.hash);
        break;
    }
  }

  #showFailure(title: string, message: string): void {
    this.#grid = undefined;
    const banner = this.#createBanner('not-verified', title, message);
    banner.append(createButton('Try Again', () => this.#host.postMessage({ kind: 'retry' }), 'secondary'));
    this.#main.replaceChildren(this.#createHeader([]), banner);
    this.#main.removeAttribute('aria-busy');
  }

  #showReport(report: PageReport): void {
    const { verdict, conversion } = report;
    const name = verdict.name.charAt(0).toUpperCase() + verdict.name.slice(1);
    this.#grid = report.listedTensors === 0 ? undefined : this.#createGrid(report);
    const tabs = this.#listTabs(report);
    const first = tabs.some(({ id }) => id === this.#state.tab) ? this.#state.tab : (tabs[0]?.id ?? '');
    const actions = [
      createButton('Copy as JSON', () => this.#host.postMessage({ kind: 'copyJson' }), 'secondary'),
      createButton('Export JSON...', () => this.#host.postMessage({ kind: 'exportJson' }), 'secondary'),
    ];
    this.#main.replaceChildren(
      this.#createHeader(actions),
      this.#createBanner(verdict.kind, name, verdict.sentence),
      this.#createFacts(report),
      ...(conversion === undefined
        ? []
        : [
            create('p', {
              className: 'conversion',
              children: [create('strong', { text: 'Convert: ' }), conversion],
            }),
          ]),
      ...(tabs.length === 0 ? [] : [createTabs(tabs, first, (id) => this.#keep({ tab: id }))]),
    );
    this.#main.removeAttribute('aria-busy');
  }

  #createHeader(actions: readonly HTMLElement[]): HTMLElement {
    return create('header', {
      children: [
        create('h1', { text: this.#name, attributes: { title: this.#name } }),
        create('div', { className: 'actions', children: actions }),
      ],
    });
  }

  #createBanner(kind: PageReport['verdict']['kind'], name: string, sentence: string): HTMLElement {
    return create('div', {
      className: `verdict ${kind}`,
      attributes: { role: 'status' },
      children: [
        createIcon(shapes[kind]),
        create('div', {
          children: [create('strong', { text: name }), create('p', { text: sentence })],
        }),
      ],
    });
  }

  #createFacts({ facts }: PageReport): HTMLElement {
    const rows = facts.map(({ name, value }) =>
      create('div', { children: [create('dt', { text: name }), create('dd', { text: value })] }),
    );
    const hash = create('div', {
      className: 'wide',
      children: [create('dt', { text: 'SHA-256' }), this.#hash],
    });
    return create('dl', { className: 'facts', children: [...rows, hash] });
  }

  #listTabs(report: PageReport): readonly Tab[] {
    const count = (value: number) => value.toLocaleString('en');
    const { findings, unread, imports, metadata, tensorCount, secondOpinions } = report;
    const copy = (text: string) => this.#host.postMessage({ kind: 'copyText', text });
    const grid = this.#grid;
    const tabs: (Tab | undefined)[] = [
      findings.length + report.hiddenCount === 0
        ? undefined
        : {
            id: 'findings',
            label: 'Findings',
            count: count(findings.length),
            create: () => createFindings(report),
          },
      unread.length === 0
        ? undefined
        : {
            id: 'unread',
            label: 'Not Read',
            count: count(unread.length),
            create: () => createUnread(report),
          },
      grid === undefined
        ? undefined
        : {
            id: 'tensors',
            label: 'Tensors',
            count: count(tensorCount),
            create: () => createTensors(report, grid),
          },
      imports.length === 0
        ? undefined
        : {
            id: 'imports',
            label: 'Imports',
            count: count(imports.length),
            create: () => createImports(report),
          },
      metadata.length === 0
        ? undefined
        : {
            id: 'metadata',
            label: 'Metadata',
            count: count(metadata.length),
            create: () => createMetadata(report),
          },
      secondOpinions.length === 0
        ? undefined
        : {
            id: 'opinions',
            label: 'Second Opinion',
            count: '',
            create: () => createSecondOpinions(report, copy),
          },
    ];
    return tabs.filter((tab) => tab !== undefined);
  }

  #createGrid({ listedTensors }: PageReport): TensorGrid {
    return new TensorGrid(listedTensors, this.#state.grid, {
      onChange: (grid) => this.#keep({ grid }),
      onCopy: (text) => this.#host.postMessage({ kind: 'copyText', text }),
    });
  }

  #showHash(hash: PageHash): void {
    if (hash.kind === 'running' && this.#hashKind === 'running') {
      const bar = this.#hash.querySelector('progress');
      if (bar) bar.value = hash.share;
      return;
    }
    const hadFocus = this.#hash.contains(document.activeElement);
    this.#hashKind = hash.kind;
    this.#hash.replaceChildren(...this.#createHash(hash));
    if (hadFocus) this.#hash.querySelector('button')?.focus();
  }

  #createHash(hash: PageHash): readonly Node[] {
    const start = (text: string) =>
      createButton(text, () => this.#host.postMessage({ kind: 'startHash' }), 'secondary');
    switch (hash.kind) {
      case 'offered':
        return [create('span', { className: 'aside', text: 'Not computed' }), start('Compute')];
      case 'running':
        return [
          create('progress', { attributes: { max: '1', 'aria-label': 'Computing SHA-256' } }),
          createButton('Cancel', () => this.#host.postMessage({ kind: 'stopHash' }), 'secondary'),
        ];
      case 'failed':
        return [create('span', { text: `Not computed: ${hash.message}` }), start('Try Again')];
      case 'done': {
        const { value } = hash;
        const copy = () => this.#host.postMessage({ kind: 'copyText', text: value });
        const button = createButton('Copy', copy, 'secondary');
        button.setAttribute('aria-label', 'Copy SHA-256');
        return [create('code', { text: value }), button];
      }
    }
  }

  #keep(change: Partial<PageState>): void {
    this.#state = { ...this.#state, ...change };
    this.#host.setState(this.#state);
  }
}

function createTensors(
  { tensorSummary, tensorCount, listedTensors }: PageReport,
  grid: TensorGrid,
): HTMLElement {
  const rest = tensorCount - listedTensors;
  const more = rest > 0 ? `, of which ${rest.toLocaleString('en')} are not listed` : '';
  return create('div', {
    className: 'fill',
    children: [create('p', { className: 'summary', text: tensorSummary + more }), grid.element],
  });
}

function readState(value: unknown): PageState {
  const state = (typeof value === 'object' && value !== null ? value : {}) as Partial<PageState>;
  return { tab: state.tab ?? '', grid: state.grid ?? noGrid };
}

const main = document.querySelector('main');
if (main) new ModelPage(acquireVsCodeApi(), main);

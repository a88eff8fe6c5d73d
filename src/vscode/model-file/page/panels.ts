import { create, createButton } from './dom.js';
import type { PageFact, PageFinding, PageImport, PageLink, PageReport } from './messages.js';

const levelWords: Readonly<Record<PageFinding['level'], string>> = {
  error: 'Error',
  warning: 'Warning',
  note: 'Note',
  hint: 'Hint',
};
/** Rows of a plain table that are made at once. */
const rowsAtOnce = 400;
/** Longest value that is shown unfolded, in UTF-16 code units. */
const longValue = 400;

/** What was found, worst first. */
export function createFindings({ findings, hiddenCount }: PageReport): HTMLElement {
  const list = create('ol', { className: 'findings', children: findings.map(createFinding) });
  const hidden =
    hiddenCount > 0
      ? [
          create('p', {
            className: 'aside',
            text: `${hiddenCount} more ${hiddenCount === 1 ? 'finding is' : 'findings are'} left out by the configuration or the baseline.`,
          }),
        ]
      : [];
  return create('div', { children: [list, ...hidden] });
}

function createFinding(finding: PageFinding): HTMLElement {
  const { level, message, place, chain, rule, guidelines, references } = finding;
  const head = create('p', {
    className: 'message',
    children: [create('span', { className: `badge ${level}`, text: levelWords[level] }), message],
  });
  const rows: [string, Node][] = [];
  if (place !== '') rows.push(['Where', create('code', { text: place })]);
  if (chain.length > 0) {
    const steps = chain.map((step) => create('li', { children: [create('code', { text: step })] }));
    rows.push(['Built by', create('ol', { className: 'chain', children: steps })]);
  }
  if (guidelines.length > 0) rows.push(['Guidelines', createLinks(guidelines)]);
  if (references.length > 0) rows.push(['See also', createLinks(references)]);
  rows.push(['Rule', createLinks([rule])]);
  const details = rows.flatMap(([name, value]) => [
    create('dt', { text: name }),
    create('dd', { children: [value] }),
  ]);
  return create('li', {
    className: `finding ${level}`,
    children: [head, create('dl', { className: 'details', children: details })],
  });
}

function createLinks(links: readonly PageLink[]): HTMLElement {
  const items = links.map(({ text, title, href }) =>
    create('li', {
      children: [
        create('a', { text, attributes: { href, title } }),
        ...(title === text ? [] : [create('span', { className: 'title', text: ` ${title}` })]),
      ],
    }),
  );
  return create('ul', { className: 'links', children: items });
}

/** What could not be read, and why. */
export function createUnread({ unread }: PageReport): HTMLElement {
  const items = unread.map((text) => create('li', { text }));
  return create('div', {
    children: [
      create('p', { className: 'aside', text: 'Nothing is said about these parts.' }),
      create('ul', { className: 'unread', children: items }),
    ],
  });
}

/** Globals that the file names, and what is known of each. */
export function createImports({ imports }: PageReport): HTMLElement {
  const order = ['dangerous', 'unknown', 'harmless'];
  const sorted = imports.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return createTable('Imports', ['Verdict', 'Name', 'Why', 'Times', 'First at'], sorted, createImportCells);
}

function createImportCells({ verdict, name, reason, count, place }: PageImport): readonly HTMLElement[] {
  return [
    create('td', { children: [create('span', { className: `badge ${verdict}`, text: verdict })] }),
    create('th', { attributes: { scope: 'row' }, children: [create('code', { text: name })] }),
    create('td', { text: reason }),
    create('td', { className: 'number', text: count }),
    create('td', { className: 'place', text: place }),
  ];
}

/** What the file says of itself. */
export function createMetadata({ metadata }: PageReport): HTMLElement {
  return createTable('Metadata', ['Name', 'Value'], metadata, ({ name, value }: PageFact) => [
    create('th', { attributes: { scope: 'row' }, children: [create('code', { text: name })] }),
    create('td', { children: [createValue(value)] }),
  ]);
}

function createValue(value: string): HTMLElement {
  if (value.length <= longValue && value.split('\n').length <= 6) {
    return create('span', { className: 'value', text: value });
  }
  const start = value.slice(0, 120).replace(/\n/g, ' ');
  return create('details', {
    children: [
      create('summary', { children: [create('span', { className: 'value', text: `${start}...` })] }),
      create('pre', { text: value, attributes: { tabindex: '0' } }),
    ],
  });
}

function createTable<Row>(
  name: string,
  heads: readonly string[],
  rows: readonly Row[],
  createCells: (row: Row) => readonly HTMLElement[],
): HTMLElement {
  const body = create('tbody');
  const table = create('table', {
    attributes: { 'aria-label': name },
    children: [
      create('thead', {
        children: [
          create('tr', {
            children: heads.map((text) => create('th', { text, attributes: { scope: 'col' } })),
          }),
        ],
      }),
      body,
    ],
  });
  const element = create('div', { children: [table] });
  let shown = 0;
  const showMore = () => {
    const next = rows.slice(shown, shown + rowsAtOnce);
    body.append(...next.map((row) => create('tr', { children: createCells(row) })));
    shown += next.length;
    more.hidden = shown >= rows.length;
    more.textContent = `Show more (${(rows.length - shown).toLocaleString('en')} left)`;
  };
  const more = createButton('', showMore, 'secondary more');
  element.append(more);
  showMore();
  return element;
}

/** Command lines of other programs that look into such a file. */
export function createSecondOpinions(
  { secondOpinions }: PageReport,
  copy: (text: string) => void,
): HTMLElement {
  const items = secondOpinions.map((command) =>
    create('li', {
      children: [
        create('code', { text: command }),
        create('button', {
          className: 'secondary',
          text: 'Copy',
          attributes: { type: 'button', 'aria-label': `Copy ${command}` },
          onClick: () => copy(command),
        }),
      ],
    }),
  );
  return create('div', {
    children: [
      create('p', {
        className: 'aside',
        text: 'Other programs that look into such a file. Fairlead does not run them.',
      }),
      create('ul', { className: 'commands', children: items }),
    ],
  });
}

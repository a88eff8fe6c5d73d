import { create } from './dom.js';

/** One part of the page. */
export interface Tab {
  readonly id: string;
  readonly label: string;
  /** After the label; empty for none. */
  readonly count: string;
  /** Made when the tab is first shown. */
  create(): HTMLElement;
}

/** Parts of which one is shown, by click or with the arrow keys. */
export function createTabs(tabs: readonly Tab[], first: string, onShow: (id: string) => void): HTMLElement {
  const made = new Map<string, HTMLElement>();
  const panels = create('div', { className: 'panels' });
  const heads = tabs.map(({ id, label, count }) =>
    create('button', {
      className: 'tab',
      attributes: { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` },
      children: [label, ...(count === '' ? [] : [' ', create('span', { className: 'count', text: count })])],
      onClick: () => show(id),
    }),
  );
  const list = create('div', {
    className: 'tabs',
    attributes: { role: 'tablist', 'aria-label': 'What is in the file' },
    children: heads,
  });
  const show = (id: string) => {
    const shown = tabs.find((tab) => tab.id === id) ?? tabs[0];
    if (!shown) return;
    for (const [index, tab] of tabs.entries()) {
      const isShown = tab === shown;
      heads[index]?.setAttribute('aria-selected', String(isShown));
      heads[index]?.setAttribute('tabindex', isShown ? '0' : '-1');
    }
    for (const panel of panels.children) if (panel instanceof HTMLElement) panel.hidden = true;
    let panel = made.get(shown.id);
    if (!panel) {
      panel = create('section', {
        className: `panel ${shown.id}`,
        attributes: { role: 'tabpanel', id: `panel-${shown.id}`, 'aria-labelledby': `tab-${shown.id}` },
        children: [shown.create()],
      });
      made.set(shown.id, panel);
      panels.append(panel);
    }
    panel.hidden = false;
    onShow(shown.id);
  };
  list.addEventListener('keydown', (event) => {
    const at = tabs.findIndex((_tab, index) => heads[index] === document.activeElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = targets[event.key];
    const tab = target === undefined ? undefined : tabs[target];
    if (at < 0 || target === undefined || !tab) return;
    show(tab.id);
    heads[target]?.focus();
    event.preventDefault();
  });
  show(first);
  return create('div', { className: 'parts', children: [list, panels] });
}

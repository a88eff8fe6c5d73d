import { create, createButton } from './dom.js';
import type { PageTensor } from './messages.js';
import { arrangeTensors, findWindow, type SortKey, type SortOrder, turnOrder } from './tensor-rows.js';

const rowHeight = 24;
/** Of the row of heads, which stays on top. */
const headHeight = 28;

interface Column {
  readonly title: string;
  readonly key: Exclude<SortKey, 'file'>;
  /** Index in a tensor's row. */
  readonly field: 0 | 1 | 2 | 3;
}

const columns: readonly Column[] = [
  { title: 'Name', key: 'name', field: 0 },
  { title: 'Type', key: 'dtype', field: 1 },
  { title: 'Shape', key: 'shape', field: 2 },
  { title: 'Size', key: 'size', field: 3 },
];

/** What of the grid outlives a reload of the page. */
export interface GridState {
  readonly filter: string;
  readonly order: SortOrder;
  readonly scrollTop: number;
}

/** What a grid tells its surroundings. */
export interface GridEvents {
  /** The state is another one and should be kept. */
  onChange(state: GridState): void;
  onCopy(text: string): void;
}

/**
 * A table of tensors of which only the rows in view exist. The arrow keys, Page Up, Page Down, Home and End move a cell of focus
 * over all rows, so that a screen reader reads them with row and column.
 */
export class TensorGrid {
  readonly element: HTMLElement;
  readonly #events: GridEvents;
  readonly #tensors: PageTensor[] = [];
  readonly #input: HTMLInputElement;
  readonly #count = create('span', { className: 'shown', attributes: { role: 'status' } });
  readonly #grid: HTMLElement;
  readonly #rows = create('div', { className: 'rows', attributes: { role: 'rowgroup' } });
  readonly #heads: readonly HTMLElement[];
  #shown: readonly number[] = [];
  #order: SortOrder;
  #activeRow = 0;
  #activeColumn = 0;
  #expected: number;
  #drawn = '';

  constructor(expected: number, state: GridState, events: GridEvents) {
    this.#events = events;
    this.#expected = expected;
    this.#order = state.order;
    this.#input = create('input', {
      attributes: {
        type: 'search',
        placeholder: 'Filter by name, type or shape',
        'aria-label': 'Filter tensors',
        spellcheck: 'false',
      },
    });
    this.#input.value = state.filter;
    this.#input.addEventListener('input', () => this.#arrange());
    this.#input.addEventListener('keydown', (event) => this.#leaveFilter(event));
    this.#heads = columns.map((column, index) => this.#createHead(column, index));
    const head = create('div', {
      className: 'row head',
      attributes: { role: 'row', 'aria-rowindex': '1' },
      children: this.#heads,
    });
    this.#grid = create('div', {
      className: 'grid',
      attributes: {
        role: 'grid',
        tabindex: '0',
        'aria-label': 'Tensors',
        'aria-readonly': 'true',
        'aria-colcount': String(columns.length),
      },
      children: [
        create('div', { className: 'heads', attributes: { role: 'rowgroup' }, children: [head] }),
        this.#rows,
      ],
    });
    this.#grid.addEventListener('keydown', (event) => this.#move(event));
    this.#grid.addEventListener('focus', () => this.#draw());
    this.#grid.addEventListener('blur', () => this.#draw());
    this.#grid.addEventListener('scroll', () => {
      this.#draw();
      this.#keep();
    });
    this.#grid.addEventListener('click', (event) => this.#activate(event));
    new ResizeObserver(() => this.#draw()).observe(this.#grid);
    const bar = create('div', { className: 'bar', children: [this.#input, this.#count] });
    this.element = create('div', { className: 'tensors', children: [bar, this.#grid] });
    this.#arrange();
    this.#restoreScroll(state.scrollTop);
  }

  /** Takes more tensors; the rows follow at once. */
  add(tensors: readonly PageTensor[]): void {
    for (const tensor of tensors) this.#tensors.push(tensor);
    this.#arrange();
  }

  /** Puts the keyboard into the filter. */
  focusFilter(): void {
    this.#input.focus();
    this.#input.select();
  }

  #createHead({ title, key }: Column, index: number): HTMLElement {
    const button = createButton(title, () => {
      this.#order = turnOrder(this.#order, key);
      this.#activeRow = 0;
      this.#arrange();
    });
    return create('div', {
      className: `cell ${key}`,
      attributes: { role: 'columnheader', 'aria-colindex': String(index + 1) },
      children: [button],
    });
  }

  #arrange(): void {
    this.#shown = arrangeTensors(this.#tensors, this.#input.value, this.#order);
    this.#activeRow = Math.max(0, Math.min(this.#activeRow, this.#shown.length - 1));
    for (const [index, head] of this.#heads.entries()) {
      const isSorted = columns[index]?.key === this.#order.key;
      head.setAttribute(
        'aria-sort',
        !isSorted ? 'none' : this.#order.isDescending ? 'descending' : 'ascending',
      );
    }
    this.#grid.setAttribute('aria-rowcount', String(this.#shown.length + 1));
    this.#rows.style.height = `${this.#shown.length * rowHeight}px`;
    // As high as its rows with the border, at least ten of them where the window is low.
    const height = headHeight + Math.max(1, this.#shown.length) * rowHeight + 2;
    this.#grid.style.maxHeight = `${height}px`;
    this.#grid.style.minHeight = `${Math.min(height, headHeight + 10 * rowHeight)}px`;
    this.#count.textContent = this.#describeCount();
    this.#drawn = '';
    this.#draw();
    this.#keep();
  }

  #describeCount(): string {
    const all = this.#tensors.length;
    if (all < this.#expected)
      return `Reading ${all.toLocaleString('en')} of ${this.#expected.toLocaleString('en')}`;
    if (this.#input.value.trim() === '') return '';
    return `${this.#shown.length.toLocaleString('en')} of ${all.toLocaleString('en')} shown`;
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.#grid;
    const { first, end } = findWindow(scrollTop, clientHeight - headHeight, rowHeight, this.#shown.length);
    const hasFocus = document.activeElement === this.#grid;
    const isActiveDrawn = hasFocus && this.#activeRow >= first && this.#activeRow < end;
    const drawn = `${first} ${end} ${hasFocus} ${this.#activeRow} ${this.#activeColumn}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const rows: HTMLElement[] = [];
    for (let at = first; at < end; at += 1) rows.push(this.#createRow(at, hasFocus));
    this.#rows.replaceChildren(...rows);
    if (isActiveDrawn) this.#grid.setAttribute('aria-activedescendant', 'active-cell');
    else this.#grid.removeAttribute('aria-activedescendant');
  }

  #createRow(at: number, hasFocus: boolean): HTMLElement {
    const tensor = this.#tensors[this.#shown[at] ?? -1] ?? ['', '', '', '', -1, ''];
    const isActive = hasFocus && at === this.#activeRow;
    const cells = columns.map(({ key, field }, index) => {
      const text = field === 0 ? nameTensor(tensor) : tensor[field];
      const isCell = isActive && index === this.#activeColumn;
      return create('div', {
        className: `cell ${key}${isCell ? ' active' : ''}`,
        text,
        attributes: {
          role: 'gridcell',
          'aria-colindex': String(index + 1),
          title: text,
          ...(isCell ? { id: 'active-cell' } : {}),
        },
      });
    });
    const row = create('div', {
      className: `row${isActive ? ' active' : ''}`,
      attributes: { role: 'row', 'aria-rowindex': String(at + 2), 'data-at': String(at) },
      children: cells,
    });
    row.style.top = `${at * rowHeight}px`;
    return row;
  }

  #leaveFilter(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#input.value !== '') {
      this.#input.value = '';
      this.#arrange();
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      this.#grid.focus();
      event.preventDefault();
    }
  }

  #move(event: KeyboardEvent): void {
    if (event.target !== this.#grid) return;
    const isJump = event.ctrlKey || event.metaKey;
    if (isJump && event.key.toLowerCase() === 'c') {
      this.#copy();
      event.preventDefault();
      return;
    }
    const page = Math.max(1, Math.floor((this.#grid.clientHeight - headHeight) / rowHeight) - 1);
    const last = this.#shown.length - 1;
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.#go(this.#activeRow + 1, this.#activeColumn),
      ArrowUp: () => this.#go(this.#activeRow - 1, this.#activeColumn),
      ArrowRight: () => this.#go(this.#activeRow, this.#activeColumn + 1),
      ArrowLeft: () => this.#go(this.#activeRow, this.#activeColumn - 1),
      PageDown: () => this.#go(this.#activeRow + page, this.#activeColumn),
      PageUp: () => this.#go(this.#activeRow - page, this.#activeColumn),
      Home: () => this.#go(isJump ? 0 : this.#activeRow, 0),
      End: () => this.#go(isJump ? last : this.#activeRow, columns.length - 1),
    };
    const step = steps[event.key];
    if (!step) return;
    step();
    event.preventDefault();
  }

  #go(row: number, column: number): void {
    this.#activeRow = Math.max(0, Math.min(row, this.#shown.length - 1));
    this.#activeColumn = Math.max(0, Math.min(column, columns.length - 1));
    const top = this.#activeRow * rowHeight;
    const { scrollTop } = this.#grid;
    const height = this.#grid.clientHeight - headHeight;
    if (top < scrollTop) this.#grid.scrollTop = top;
    else if (top + rowHeight > scrollTop + height) this.#grid.scrollTop = top + rowHeight - height;
    this.#draw();
  }

  #activate(event: MouseEvent): void {
    const cell = event.target instanceof Element ? event.target.closest('[role="gridcell"]') : null;
    const row = cell?.closest<HTMLElement>('[data-at]');
    if (!cell || !row) return;
    this.#grid.focus({ preventScroll: true });
    this.#go(Number(row.dataset['at']), Number(cell.getAttribute('aria-colindex')) - 1);
  }

  #copy(): void {
    const selected = String(document.getSelection() ?? '');
    const tensor = this.#tensors[this.#shown[this.#activeRow] ?? -1];
    const field = columns[this.#activeColumn]?.field ?? 0;
    this.#events.onCopy(selected !== '' || !tensor ? selected : String(tensor[field]));
  }

  #restoreScroll(scrollTop: number): void {
    if (scrollTop === 0) return;
    const restore = () => {
      this.#grid.scrollTop = scrollTop;
      if (this.#grid.scrollTop < scrollTop && this.#tensors.length < this.#expected) setTimeout(restore, 50);
    };
    setTimeout(restore, 0);
  }

  #keep(): void {
    const { scrollTop } = this.#grid;
    this.#events.onChange({ filter: this.#input.value, order: this.#order, scrollTop });
  }
}

function nameTensor([name, , , , , member]: PageTensor): string {
  if (name !== '') return name;
  return member === '' ? '(the value itself)' : `(the value of ${member})`;
}

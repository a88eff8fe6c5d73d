/// <reference lib="dom" />

/** What an element is made of besides its tag. Everything is set as text or attribute, never as HTML. */
export interface ElementParts {
  readonly className?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (Node | string)[];
  readonly onClick?: () => void;
}

/** A new element. */
export function create<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { className, text, attributes = {}, children = [], onClick }: ElementParts = {},
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  if (onClick) element.addEventListener('click', onClick);
  return element;
}

/** A button with a label. */
export function createButton(text: string, onClick: () => void, className = ''): HTMLButtonElement {
  return create('button', { className, text, attributes: { type: 'button' }, onClick });
}

/** A line drawing of 16 by 16 pixels in the colour of the text; decoration only. */
export function createIcon(path: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(space, 'svg');
  icon.setAttribute('viewBox', '0 0 16 16');
  icon.setAttribute('aria-hidden', 'true');
  icon.setAttribute('class', 'icon');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', path);
  icon.append(line);
  return icon;
}

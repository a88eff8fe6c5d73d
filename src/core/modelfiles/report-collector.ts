import {
  MAX_TENSORS,
  type ModelFileFinding,
  type ModelImport,
  type ModelVerdict,
  type TensorInfo,
} from './model-file.js';

/** Most findings of one file that are listed; a note says when there were more. */
const MAX_FINDINGS = 500;
/** Most imports of one file that are listed. */
const MAX_IMPORTS = 10_000;
const MAX_NOTES = 200;
const MAX_METADATA = 2000;
const MAX_VALUE = 2000;
const WORST_FIRST: readonly ModelVerdict[] = ['dangerous', 'unknown', 'not-verified', 'nothing-found'];

/** Takes what the readers of one file find, within bounds, and merges it. */
export class ReportCollector {
  readonly #findings: ModelFileFinding[] = [];
  /** Of the listed findings, so that repeats cost no search. */
  readonly #known = new Set<string>();
  readonly #imports = new Map<string, ModelImport>();
  readonly #tensors: TensorInfo[] = [];
  readonly #details = new Map<string, string>();
  readonly #metadata: { name: string; value: string }[] = [];
  readonly #unread = new Set<string>();
  #tensorCount = 0;
  #findingCount = 0;
  #worst: ModelVerdict = 'nothing-found';
  #conversion: string | undefined;

  /** Adds a finding; one with the same rule, member and message as an earlier one is dropped. */
  addFinding(finding: ModelFileFinding): void {
    this.#worsen(finding.verdict);
    const key = `${finding.ruleId}\0${finding.message}\0${finding.member.join('\0')}`;
    if (this.#known.has(key)) return;
    this.#findingCount += 1;
    if (this.#findings.length >= MAX_FINDINGS) return;
    this.#known.add(key);
    this.#findings.push(finding);
  }

  /** Adds the mention of a global or class; mentions of the same one in the same member are counted. */
  addImport(entry: Omit<ModelImport, 'count'>): void {
    if (entry.verdict !== 'harmless') this.#worsen(entry.verdict);
    const key = `${entry.name}\0${entry.member.join('\0')}`;
    const known = this.#imports.get(key);
    if (known) this.#imports.set(key, { ...known, count: known.count + 1 });
    else if (this.#imports.size < MAX_IMPORTS) this.#imports.set(key, { ...entry, count: 1 });
    else this.addUnread(`more than ${MAX_IMPORTS} different imports; the others are judged but not listed`);
  }

  /** Adds a tensor; those over the limit are only counted. */
  addTensor(tensor: TensorInfo): void {
    this.#tensorCount += 1;
    // A list that grew item by item has room for many more; a hundred thousand such lists are a lot of room.
    if (this.#tensors.length < MAX_TENSORS) this.#tensors.push({ ...tensor, shape: tensor.shape.slice() });
  }

  /** A fact about the container, such as a version. The first value of a name stays. */
  addDetail(name: string, value: string): void {
    if (!this.#details.has(name)) this.#details.set(name, cut(value));
  }

  /** Metadata that the file carries; the value is cut at 2,000 characters. */
  addMetadata(name: string, value: string): void {
    if (this.#metadata.length < MAX_METADATA) this.#metadata.push({ name: cut(name), value: cut(value) });
  }

  /** One line on what was not read, and why. Makes the verdict `not-verified` unless it is worse. */
  addUnread(note: string): void {
    this.#worsen('not-verified');
    if (this.#unread.size < MAX_NOTES) this.#unread.add(note);
  }

  /** How to keep the content in a form that cannot run code. The first one stays. */
  setConversion(hint: string): void {
    this.#conversion ??= hint;
  }

  /** The report's parts, findings worst first. */
  finish() {
    const unread = [...this.#unread];
    if (this.#findingCount > this.#findings.length) {
      unread.push(`${this.#findingCount - this.#findings.length} more findings are not listed`);
    }
    const rank = (verdict: ModelVerdict) => WORST_FIRST.indexOf(verdict);
    return {
      verdict: this.#worst,
      details: [...this.#details].map(([name, value]) => ({ name, value })),
      findings: this.#findings.toSorted((a, b) => rank(a.verdict) - rank(b.verdict)),
      imports: [...this.#imports.values()],
      tensors: this.#tensors,
      tensorCount: this.#tensorCount,
      metadata: this.#metadata,
      unread,
      ...(this.#conversion === undefined ? {} : { conversion: this.#conversion }),
    };
  }

  #worsen(verdict: ModelVerdict): void {
    if (WORST_FIRST.indexOf(verdict) < WORST_FIRST.indexOf(this.#worst)) this.#worst = verdict;
  }
}

function cut(value: string): string {
  return value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}...` : value;
}

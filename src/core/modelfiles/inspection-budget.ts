/** Thrown when a budget is used up; the front door turns it into a note on what was not read. */
export class BudgetExceeded extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BudgetExceeded';
  }
}

/** How much work one file may cost, nested content included. */
export interface BudgetLimits {
  /** Steps: opcodes, directory entries, header fields. */
  readonly steps: number;
  /** Bytes asked of the file. */
  readonly bytesRead: number;
  /** Bytes made by decompression. */
  readonly bytesInflated: number;
  /** Content inside content. */
  readonly depth: number;
}

export const DEFAULT_LIMITS: BudgetLimits = {
  steps: 20_000_000,
  bytesRead: 256 << 20,
  bytesInflated: 256 << 20,
  depth: 6,
};

/** Steps between two rests; some milliseconds of work. */
const STEPS_PER_REST = 8192;

/** Counts the work done on one file and stops it at the limits. */
export class InspectionBudget {
  readonly limits: BudgetLimits;
  #steps = 0;
  #bytesRead = 0;
  #bytesInflated = 0;
  readonly #pause: (() => Promise<void>) | undefined;
  #restedAt = 0;

  /** @param pause gives the host time for other work */
  constructor(limits: BudgetLimits = DEFAULT_LIMITS, pause?: () => Promise<void>) {
    this.limits = limits;
    this.#pause = pause;
  }

  /** Whether so much was done since the last rest that {@link rest} is due. */
  get isRestDue(): boolean {
    return this.#steps - this.#restedAt >= STEPS_PER_REST;
  }

  /** Lets the host do other work. To be asked for in long loops when {@link isRestDue}. */
  async rest(): Promise<void> {
    this.#restedAt = this.#steps;
    await this.#pause?.();
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * Counts work before it is done: an opcode, a directory entry, a header field.
   *
   * @throws BudgetExceeded when the file holds more than is looked at
   */
  takeSteps(count = 1): void {
    this.#steps += count;
    if (this.#steps > this.limits.steps) {
      throw new BudgetExceeded(`more than ${this.limits.steps} parts; the rest was not read`);
    }
  }

  /**
   * Counts bytes before they are read. Called by the source itself.
   *
   * @throws BudgetExceeded when more would be read than one file may cost
   */
  takeBytes(count: number): void {
    this.#bytesRead += count;
    if (this.#bytesRead > this.limits.bytesRead) {
      throw new BudgetExceeded(`more than ${this.limits.bytesRead >> 20} MiB to read; the rest was not read`);
    }
  }

  /**
   * Counts bytes that decompression makes.
   *
   * @throws BudgetExceeded when more would be unpacked than one file may cost
   */
  takeInflated(count: number): void {
    this.#bytesInflated += count;
    if (this.#bytesInflated > this.limits.bytesInflated) {
      throw new BudgetExceeded(
        `more than ${this.limits.bytesInflated >> 20} MiB when unpacked; the rest was not read`,
      );
    }
  }
}

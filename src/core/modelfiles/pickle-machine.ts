import { decodeLatin1 } from './decode-text.js';
import { BudgetExceeded } from './inspection-budget.js';
import { decodeArgument, type Instruction } from './pickle-decoder.js';
import { PickleMemo } from './pickle-memo.js';
import {
  type CallValue,
  collect,
  constantText,
  describeValue,
  type GlobalValue,
  holdsTensors,
  keepItem,
  MAX_PLAIN_ITEMS,
  MAX_TEXT,
  type PickleValue,
} from './pickle-values.js';

/** What the machine tells about while it runs. */
export interface MachineEvents {
  /** A global is named. */
  onGlobal(value: GlobalValue): void;
  /** Something is called or constructed. */
  onCall(value: CallValue): void;
  /** A state or items are given to something that is no container or fresh object. */
  onChange(target: PickleValue, op: string, offset: number): void;
  /** An oddity that no pickler writes. */
  onOddity(message: string, offset: number): void;
  /** An object that the loading program supplies. */
  onPersistent(id: PickleValue, offset: number): void;
}

const MAX_STACK = 1 << 20;
const MAX_MEMO = 2_000_000;
const MARK: PickleValue = { kind: 'opaque', op: 'MARK' };
const FLOAT: PickleValue = { kind: 'opaque', op: 'BINFLOAT' };
const NONE: PickleValue = { kind: 'constant', op: 'NONE', value: null };

/**
 * Follows a pickle stream on values that stand for what Python would build. It is more lenient than Python: where Python stops
 * with an error, it goes on, so that it sees at least all that Python would run.
 */
export class PickleMachine {
  readonly #events: MachineEvents;
  #stack: PickleValue[] = [];
  /** Stack heights at the marks. */
  readonly #marks: number[] = [];
  readonly #memo = new PickleMemo();
  #protocol = 0;

  constructor(events: MachineEvents) {
    this.#events = events;
  }

  /** The highest protocol that the stream states. */
  get protocol(): number {
    return this.#protocol;
  }

  /** The value on top of the stack. */
  get top(): PickleValue | undefined {
    return this.#stack.at(-1);
  }

  /** Carries out one opcode. Returns true for STOP. */
  execute(instruction: Instruction): boolean {
    const { name, offset } = instruction;
    const handler = HANDLERS[name];
    if (handler) handler(this, instruction);
    else this.#execute(name, offset, instruction);
    if (this.#stack.length > MAX_STACK || this.#memo.size > MAX_MEMO) {
      throw new BudgetExceeded('a pickle with more objects than are followed; the rest was not read');
    }
    return name === 'STOP';
  }

  #execute(name: string, offset: number, instruction: Instruction): void {
    switch (name) {
      case 'MARK':
        this.#marks.push(this.#stack.length);
        return;
      case 'POP':
        if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
        else this.#stack.pop();
        return;
      case 'POP_MARK':
        this.takeMarked();
        return;
      case 'DUP':
        this.push(this.top ?? MARK);
        return;
      case 'PUT':
      case 'GET':
        this.#useMemo(name === 'PUT', Number(decodeLatin1(instruction.raw[0] ?? new Uint8Array(0))));
        return;
      case 'BINPUT':
      case 'LONG_BINPUT':
        this.#useMemo(true, instruction.number);
        return;
      case 'BINGET':
      case 'LONG_BINGET':
        this.#useMemo(false, instruction.number);
        return;
      case 'MEMOIZE':
        this.#useMemo(true, this.#memo.size);
        return;
      case 'PROTO':
        if (offset > 0 && this.#protocol > 0)
          this.#events.onOddity('PROTO occurs twice in one stream', offset);
        this.#protocol = Math.max(this.#protocol, instruction.number);
        return;
      case 'GLOBAL':
      case 'STACK_GLOBAL':
      case 'INST':
      case 'EXT1':
      case 'EXT2':
      case 'EXT4':
        this.#pushGlobal(instruction);
        return;
      case 'REDUCE':
      case 'NEWOBJ': {
        const args = this.pop();
        this.#call(name, this.pop(), args, offset);
        return;
      }
      case 'NEWOBJ_EX': {
        const keywords = this.pop();
        const args = this.pop();
        this.#call(name, this.pop(), collect('NEWOBJ_EX', [args, keywords]), offset);
        return;
      }
      case 'OBJ': {
        const [callee = MARK, ...args] = this.takeMarked();
        this.#call(name, callee, collect('TUPLE', args), offset);
        return;
      }
      case 'BUILD': {
        const state = this.pop();
        const target = this.top ?? MARK;
        if (target.kind === 'call') target.state = state;
        else this.#events.onChange(target, name, offset);
        return;
      }
      case 'PERSID':
      case 'BINPERSID': {
        const id: PickleValue = name === 'PERSID' ? makeText(instruction) : this.pop();
        this.#events.onPersistent(id, offset);
        this.push({ kind: 'persistent', op: name, id });
        return;
      }
      default:
        return;
    }
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    return this.#stack.pop() ?? MARK;
  }

  /** Everything above the last mark. */
  takeMarked(): PickleValue[] {
    return this.#stack.splice(this.#marks.pop() ?? 0);
  }

  /** Adds items to the container on top. */
  addItems(items: readonly PickleValue[], op: string, offset: number): void {
    const target = this.top ?? MARK;
    if (target.kind === 'sequence') for (const item of items) keepItem(target, item);
    else if (target.kind === 'call') {
      for (const item of items)
        if (target.items.length < MAX_PLAIN_ITEMS || holdsTensors(item)) target.items.push(item);
    } else this.#events.onChange(target, op, offset);
  }

  /** Adds keys and values to the mapping on top. */
  addEntries(items: readonly PickleValue[], op: string, offset: number): void {
    const target = this.top ?? MARK;
    if (target.kind !== 'mapping' && target.kind !== 'call') {
      this.#events.onChange(target, op, offset);
      return;
    }
    for (let at = 0; at + 1 < items.length; at += 2) {
      const key = items[at] ?? MARK;
      const value = items[at + 1] ?? MARK;
      const isRich = holdsTensors(value);
      if (target.kind === 'mapping') target.isRich ||= isRich;
      if (target.entries.length < MAX_PLAIN_ITEMS || isRich) target.entries.push([key, value]);
    }
  }

  #useMemo(isPut: boolean, index: number): void {
    if (isPut) this.#memo.put(index, this.top ?? MARK);
    else this.push(this.#memo.get(index) ?? { kind: 'opaque', op: 'GET of nothing' });
  }

  #pushGlobal(instruction: Instruction): void {
    const { name: op, offset, raw } = instruction;
    let module: string | undefined;
    let name: string | undefined;
    let built: readonly string[] = [];
    if (op === 'STACK_GLOBAL') {
      const nameValue = this.pop();
      const moduleValue = this.pop();
      module = constantText(moduleValue);
      name = constantText(nameValue);
      built = [describeValue(moduleValue), describeValue(nameValue)];
    } else if (op.startsWith('EXT')) {
      module = 'extension registry';
      name = String(instruction.number);
    } else [module, name] = raw.map((line) => decodeArgument(op, line));
    const value: GlobalValue = { kind: 'global', op, module, name, offset, built };
    this.#events.onGlobal(value);
    if (op === 'INST') this.#call(op, value, collect('TUPLE', this.takeMarked()), offset);
    else this.push(value);
  }

  #call(op: string, callee: PickleValue, args: PickleValue, offset: number): void {
    const value: CallValue = { kind: 'call', op, callee, args, offset, entries: [], items: [] };
    this.#events.onCall(value);
    this.push(value);
  }
}

type Handler = (machine: PickleMachine, instruction: Instruction) => void;

const pushText: Handler = (machine, instruction) => machine.push(makeText(instruction));
const pushBytes: Handler = (machine, { name, start, length }) =>
  machine.push({ kind: 'bytes', op: name, start, length });
const pushLine: Handler = (machine, { name, raw }) => {
  const digits = decodeLatin1((raw[0] ?? new Uint8Array(0)).subarray(0, 64)).replace(/L$/, '');
  machine.push({ kind: 'number', op: name, value: Number(digits), digits });
};
const pushLong: Handler = (machine, { name, raw }) => {
  const bytes = (raw[0] ?? new Uint8Array(0)).subarray(0, 16);
  let value = 0n;
  for (let at = bytes.length - 1; at >= 0; at -= 1) value = (value << 8n) | BigInt(bytes[at] ?? 0);
  machine.push({ kind: 'number', op: name, value: Number(value), digits: value.toString() });
};
const pushFixed: Handler = (machine, { name, number }) =>
  machine.push({ kind: 'number', op: name, value: number });
const pushEmpty: Handler = (machine, { name }) =>
  machine.push({ kind: 'sequence', op: name, items: [], count: 0, isRich: false });
const pushMarked: Handler = (machine, { name }) => machine.push(collect(name, machine.takeMarked()));
const takeTuple =
  (count: number): Handler =>
  (machine, { name }) => {
    const items: PickleValue[] = new Array(count);
    for (let at = count - 1; at >= 0; at -= 1) items[at] = machine.pop();
    machine.push(collect(name, items));
  };

const HANDLERS: Readonly<Record<string, Handler>> = {
  STRING: pushText,
  BINSTRING: pushText,
  SHORT_BINSTRING: pushText,
  UNICODE: pushText,
  BINUNICODE: pushText,
  SHORT_BINUNICODE: pushText,
  BINUNICODE8: pushText,
  BINBYTES: pushBytes,
  SHORT_BINBYTES: pushBytes,
  BINBYTES8: pushBytes,
  BYTEARRAY8: pushBytes,
  INT: pushLine,
  LONG: pushLine,
  FLOAT: pushLine,
  LONG1: pushLong,
  LONG4: pushLong,
  BININT: (machine, { name, number }) => machine.push({ kind: 'number', op: name, value: number | 0 }),
  BININT1: pushFixed,
  BININT2: pushFixed,
  BINFLOAT: (machine) => machine.push(FLOAT),
  NONE: (machine) => machine.push(NONE),
  NEWTRUE: (machine, { name }) => machine.push({ kind: 'constant', op: name, value: true }),
  NEWFALSE: (machine, { name }) => machine.push({ kind: 'constant', op: name, value: false }),
  EMPTY_LIST: pushEmpty,
  EMPTY_TUPLE: pushEmpty,
  EMPTY_SET: pushEmpty,
  LIST: pushMarked,
  TUPLE: pushMarked,
  FROZENSET: pushMarked,
  TUPLE1: takeTuple(1),
  TUPLE2: takeTuple(2),
  TUPLE3: takeTuple(3),
  EMPTY_DICT: (machine, { name }) => machine.push({ kind: 'mapping', op: name, entries: [], isRich: false }),
  DICT: (machine, { name, offset }) => {
    const items = machine.takeMarked();
    machine.push({ kind: 'mapping', op: name, entries: [], isRich: false });
    machine.addEntries(items, name, offset);
  },
  APPEND: (machine, { name, offset }) => {
    const item = machine.pop();
    machine.addItems([item], name, offset);
  },
  APPENDS: (machine, { name, offset }) => machine.addItems(machine.takeMarked(), name, offset),
  ADDITEMS: (machine, { name, offset }) => machine.addItems(machine.takeMarked(), name, offset),
  SETITEM: (machine, { name, offset }) => {
    const value = machine.pop();
    machine.addEntries([machine.pop(), value], name, offset);
  },
  SETITEMS: (machine, { name, offset }) => machine.addEntries(machine.takeMarked(), name, offset),
  NEXT_BUFFER: (machine, { name }) => machine.push({ kind: 'opaque', op: name }),
};

function makeText({ name, raw, start, length, number }: Instruction): PickleValue {
  const bytes = raw[0] ?? new Uint8Array(0);
  const isCut = bytes.length > MAX_TEXT || number > MAX_TEXT;
  const text = decodeArgument(name, bytes.subarray(0, MAX_TEXT));
  return { kind: 'text', op: name, text, start, length, isCut };
}

import { createMemorySource, createWindow, readAll } from './byte-sources.js';
import { decodeUtf8 } from './decode-text.js';
import type { GlobalJudgement } from './global-list.js';
import type { ByteSource } from './model-file.js';
import type { MachineEvents } from './pickle-machine.js';
import {
  type CallValue,
  describeValue,
  type GlobalValue,
  listSteps,
  nameGlobal,
  type PickleValue,
} from './pickle-values.js';
import type { ReaderContext } from './reader.js';

/** What the surroundings of a pickle tell about it. */
export interface PickleSurroundings {
  /** True where persistent ids stand for storages of a PyTorch file. */
  readonly hasStorages: boolean;
  /** True in a TorchScript archive, where `__torch__` names its own classes. */
  readonly isTorchScript: boolean;
  /** Takes the bytes of each storage that is named, by its key. */
  readonly storages?: Map<string, number>;
}

const MAX_NESTED_TEXT = 16 << 20;
const NESTED_OPERATIONS = new Set(['encode']);

/** Judges what one pickle stream names, calls and changes, and reports it. */
export class PickleJudge implements MachineEvents {
  readonly #source: ByteSource;
  readonly #context: ReaderContext;
  readonly #surroundings: PickleSurroundings;
  readonly #uncalled = new Map<string, { value: GlobalValue; judgement: GlobalJudgement }>();
  readonly #nested: { readonly call: CallValue; readonly name: string }[] = [];

  constructor(source: ByteSource, context: ReaderContext, surroundings: PickleSurroundings) {
    this.#source = source;
    this.#context = context;
    this.#surroundings = surroundings;
  }

  onGlobal(value: GlobalValue): void {
    const { module, name, offset } = value;
    if (module === undefined || name === undefined) {
      this.#report(
        'model-file/pickle-name-computed',
        'dangerous',
        'the name of a global is computed, which hides what is loaded',
        offset,
        listSteps(value),
      );
      return;
    }
    if (value.op.startsWith('EXT')) {
      this.#report(
        'model-file/pickle-unknown-global',
        'unknown',
        `extension code ${name} stands for a global that only the loading program knows`,
        offset,
        [`${value.op} ${name}`],
      );
      return;
    }
    const judgement = this.#judge(module, name);
    this.#context.report.addImport({
      name: nameGlobal(value),
      verdict: judgement.verdict,
      reason: judgement.reason,
      offset,
      member: this.#context.member,
    });
    const key = `${module}\n${name}`;
    if (judgement.verdict !== 'harmless' && !this.#uncalled.has(key))
      this.#uncalled.set(key, { value, judgement });
  }

  onCall(value: CallValue): void {
    const { callee } = value;
    if (callee.kind !== 'global') {
      this.#report(
        'model-file/pickle-call-computed',
        'unknown',
        `calls what another call returned (${describeValue(callee)}), so what runs is not known`,
        value.offset,
        listSteps(value),
      );
      return;
    }
    if (callee.module === undefined || callee.name === undefined) return;
    const judgement = this.#judge(callee.module, callee.name);
    if (judgement.loadsArgument) this.#nested.push({ call: value, name: nameGlobal(callee) });
    if (judgement.verdict === 'harmless') return;
    this.#reportGlobal(callee, judgement, value);
    this.#uncalled.set(`${callee.module}\n${callee.name}`, { value: callee, judgement: REPORTED });
  }

  onChange(target: PickleValue, op: string, offset: number): void {
    if (target.kind !== 'global') return;
    this.#report(
      'model-file/pickle-global-changed',
      'dangerous',
      `changes ${nameGlobal(target)} itself, for the whole process that loads the file`,
      offset,
      [...listSteps(target), op],
    );
  }

  onOddity(message: string, offset: number): void {
    this.#report(
      'model-file/pickle-structure-odd',
      'unknown',
      `${message}, which no pickler writes`,
      offset,
      [],
    );
  }

  onPersistent(id: PickleValue, offset: number): void {
    const first = id.kind === 'sequence' ? id.items[0] : undefined;
    if (first?.kind === 'text' && (first.text === 'storage' || first.text === 'module')) {
      if (first.text === 'storage') return;
      this.#context.report.addDetail('class sources', 'kept in the file, not used on load');
      return;
    }
    if (this.#surroundings.hasStorages && id.kind === 'text') return;
    this.#report(
      'model-file/pickle-persistent-id',
      'unknown',
      'asks the loading program for an object by a persistent id; what it gives is not known',
      offset,
      listSteps(id),
    );
  }

  /** Reports what was named but not called, and inspects pickles inside the stream. Call once, at the end of the stream. */
  async finish(): Promise<void> {
    for (const { value, judgement } of this.#uncalled.values()) {
      if (judgement !== REPORTED) this.#reportGlobal(value, judgement, undefined);
    }
    for (const { call, name } of this.#nested) {
      this.#context.budget.takeSteps();
      const content = await this.#openArgument(call);
      const format =
        content && (await this.#context.inspectMember(content, `bytes for ${name} at ${call.offset}`));
      if (format === undefined || format === 'unknown') {
        this.#report(
          'model-file/pickle-nested-unread',
          'unknown',
          `${name} loads bytes that could not be followed`,
          call.offset,
          listSteps(call),
        );
      }
    }
  }

  /** The first argument as bytes: a constant, or a text that is turned into bytes by a codec. */
  async #openArgument(call: CallValue): Promise<ByteSource | undefined> {
    let value = call.args.kind === 'sequence' ? call.args.items[0] : undefined;
    if (value?.kind === 'bytes') return createWindow(this.#source, value.start, value.length);
    if (
      value?.kind === 'call' &&
      value.callee.kind === 'global' &&
      NESTED_OPERATIONS.has(value.callee.name ?? '')
    ) {
      value = value.args.kind === 'sequence' ? value.args.items[0] : undefined;
    }
    if (value?.kind !== 'text' || value.length > MAX_NESTED_TEXT) return undefined;
    if (!value.op.endsWith('UNICODE') && !value.op.endsWith('UNICODE8')) return undefined;
    if (value.op === 'UNICODE') return createMemorySource(Uint8Array.from(value.text, toByte));
    const text = decodeUtf8(await readAll(this.#source, value.start, value.length));
    return createMemorySource(Uint8Array.from(text, toByte));
  }

  #judge(module: string, name: string): GlobalJudgement {
    if (this.#surroundings.isTorchScript && /^__torch__(\.|$)/.test(module)) {
      return {
        verdict: 'harmless',
        reason: 'a class of the TorchScript archive itself',
        references: [],
        loadsArgument: false,
      };
    }
    return this.#context.globals.judge(module, name);
  }

  #reportGlobal(value: GlobalValue, judgement: GlobalJudgement, call: CallValue | undefined): void {
    const name = nameGlobal(value);
    const isDangerous = judgement.verdict === 'dangerous';
    const what = call ? `${name} is called on load` : `${name} is named, not called`;
    this.#report(
      isDangerous ? 'model-file/pickle-dangerous-global' : 'model-file/pickle-unknown-global',
      isDangerous ? 'dangerous' : 'unknown',
      `${what}: ${judgement.reason}`,
      value.offset,
      listSteps(call ?? value),
      judgement.references,
    );
  }

  #report(
    ruleId: string,
    verdict: 'dangerous' | 'unknown',
    message: string,
    offset: number,
    chain: readonly string[],
    references: readonly string[] = [],
  ): void {
    this.#context.report.addFinding({
      ruleId,
      verdict,
      message,
      offset,
      member: this.#context.member,
      chain,
      ...(references.length > 0 ? { references } : {}),
    });
  }
}

const REPORTED: GlobalJudgement = { verdict: 'unknown', reason: '', references: [], loadsArgument: false };

function toByte(character: string): number {
  return character.charCodeAt(0) & 0xff;
}

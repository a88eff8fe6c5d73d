import { ByteCursor } from './byte-cursor.js';
import { createWindow } from './byte-sources.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import { countElements, isCallOf, readPickledType, readShape } from './numpy-dtype.js';
import { BrokenStream, decodeArgument, takeBuffered, takeInstruction } from './pickle-decoder.js';
import { PickleJudge, type PickleSurroundings } from './pickle-judge.js';
import { PickleMachine } from './pickle-machine.js';
import { collectTensors, measureStorage } from './pickle-tensors.js';
import type { PickleValue } from './pickle-values.js';
import type { FormatReader, ReaderContext } from './reader.js';

const TORCH_MAGIC = '119547037146038801333356';
const MAX_STREAMS = 10_000;
const BARE: PickleSurroundings = { hasStorages: false, isTorchScript: false };
const IDENTIFIERS = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_<][\p{L}\p{N}_<>]*)*$/u;

/** Bare pickles, among them joblib and legacy PyTorch files. */
export const PICKLE_READER: FormatReader = {
  matches: (_head, source) => startsPickle(source),
  read: (source, context) => readPickles(source, context),
};

/** Whether content is a pickle: it runs to STOP, or names a global before it breaks. */
export async function startsPickle(source: ByteSource, offset = 0): Promise<boolean> {
  const cursor = new ByteCursor(source, offset);
  let count = 0;
  let isStated = false;
  try {
    for (; count < 2000; count += 1) {
      const { name, number, raw } = await takeInstruction(cursor);
      const lines = raw.map((line) => decodeArgument(name, line));
      if (count === 0 && name === 'PROTO') isStated = number <= 5;
      else if (count === 0 && name === 'STACK_GLOBAL') return false;
      else if (isStated || name === 'STACK_GLOBAL') return true;
      if (name === 'STOP') return count > 0;
      if (name === 'GLOBAL' || name === 'INST') return lines.every((line) => IDENTIFIERS.test(line));
      if (/^(INT|LONG|FLOAT|GET|PUT)$/.test(name) && !/^[-+]?[\d.einfa]+L?$/i.test(lines[0] ?? ''))
        return false;
      if (name === 'STRING' && raw[0]?.[0] !== 0x27 && raw[0]?.[0] !== 0x22) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof BrokenStream) return isStated && source.size <= 2;
    throw error;
  }
}

/** What one run over the streams of a file found beside its report. */
interface Run {
  readonly source: ByteSource;
  readonly context: ReaderContext;
  readonly surroundings: PickleSurroundings;
  readonly cursor: ByteCursor;
  hasWrappers: boolean;
  readonly storages: Map<string, number>;
}

/** Reads all streams of a content one after the other, with what lies between and behind them. */
export async function readPickles(
  source: ByteSource,
  context: ReaderContext,
  surroundings: PickleSurroundings = BARE,
): Promise<ModelFormat> {
  const run: Run = {
    source,
    context,
    surroundings,
    cursor: new ByteCursor(source),
    hasWrappers: false,
    storages: surroundings.storages ?? new Map(),
  };
  if (source.size === 0) context.report.addUnread('a pickle is missing where one belongs');
  let isLegacyTorch = false;
  let streams = 0;
  while (streams < MAX_STREAMS && run.cursor.remaining > 0) {
    if (streams > 0 && !isLegacyTorch && !(await startsPickle(source, run.cursor.offset))) break;
    const root = await runStream(run, 0, isLegacyTorch);
    if (root === undefined) return nameFormat(isLegacyTorch, run);
    streams += 1;
    if (streams === 1 && root.kind === 'number' && root.digits === TORCH_MAGIC) isLegacyTorch = true;
    collectTensors(root, context);
    if (isLegacyTorch && streams === 5) {
      skipStorages(run);
      break;
    }
  }
  if (streams > 1) context.report.addDetail('pickle streams', String(streams));
  if (run.cursor.remaining > 0) {
    context.report.addUnread(
      `${run.cursor.remaining} bytes after the last pickle${at(context)}, at ${run.cursor.offset}, are no pickle and were not read`,
    );
  }
  const format = nameFormat(isLegacyTorch, run);
  context.report.setConversion(
    format === 'pytorch-legacy' || surroundings.hasStorages
      ? 'safetensors.torch.save_file(state_dict, "model.safetensors") keeps the tensors in a form that cannot run code'
      : 'skops.io.dump (scikit-learn), numpy.savez of plain arrays or ONNX keep a model in a form that cannot run code',
  );
  return format;
}

function nameFormat(isLegacyTorch: boolean, run: Run): ModelFormat {
  if (isLegacyTorch) return 'pytorch-legacy';
  return run.hasWrappers ? 'joblib' : 'pickle';
}

/** Follows one stream to STOP; undefined when it broke before. */
async function runStream(run: Run, depth: number, hasStorages: boolean): Promise<PickleValue | undefined> {
  const { context, cursor, source } = run;
  const judge = new PickleJudge(
    source,
    context,
    hasStorages ? { ...run.surroundings, hasStorages } : run.surroundings,
  );
  const machine = new PickleMachine(judge);
  const start = cursor.offset;
  try {
    for (;;) {
      context.budget.takeSteps();
      if (context.budget.isRestDue) await context.budget.rest();
      const instruction = takeBuffered(cursor) ?? (await takeInstruction(cursor));
      if (machine.execute(instruction)) break;
      const top = machine.top;
      if (instruction.name === 'BUILD' && isWrapper(top)) await skipArray(run, top, depth);
      else if (top?.kind === 'persistent' && instruction.name.endsWith('PERSID')) noteStorage(run, top.id);
    }
    context.report.addDetail('pickle protocol', String(machine.protocol));
    return machine.pop();
  } catch (error) {
    if (!(error instanceof BrokenStream)) throw error;
    context.report.addUnread(
      `the pickle${at(context)} that begins at ${start} breaks at ${error.offset}: ${error.message}; judged up to there`,
    );
    collectTensors(machine.top, context);
    return undefined;
  } finally {
    await judge.finish();
  }
}

function isWrapper(value: PickleValue | undefined): boolean {
  if (isCallOf(value, 'NumpyArrayWrapper')) return true;
  if (!isCallOf(value, '_reconstructor') && !isCallOf(value, '__newobj__')) return false;
  const type = value.args.kind === 'sequence' ? value.args.items[0] : undefined;
  return type?.kind === 'global' && type.name === 'NumpyArrayWrapper';
}

/** Skips the raw array that joblib writes after its wrapper; objects in it are one more stream. */
async function skipArray(run: Run, wrapper: PickleValue | undefined, depth: number): Promise<void> {
  run.hasWrappers = true;
  const state = wrapper?.kind === 'call' && wrapper.state?.kind === 'mapping' ? wrapper.state.entries : [];
  const find = (name: string) => state.find(([key]) => key.kind === 'text' && key.text === name)?.[1];
  const shape = readShape(find('shape'));
  const type = readPickledType(find('dtype'));
  const alignment = find('numpy_array_alignment_bytes');
  const { cursor } = run;
  await readAsOpcodes(run);
  if (!shape || !type || depth > 8)
    throw new BrokenStream('the array of a joblib wrapper has no plain shape and type', cursor.offset);
  if (type.hasObjects) {
    if ((await runStream(run, depth + 1, false)) === undefined)
      throw new BrokenStream('the objects of an array break off', cursor.offset);
    return;
  }
  if (alignment?.kind === 'number') {
    if (!(await cursor.fill(1)))
      throw new BrokenStream('the array of a joblib wrapper is missing', cursor.offset);
    cursor.skip(cursor.takeByte());
  }
  const bytes = countElements(shape) * type.itemSize;
  if (bytes > cursor.remaining)
    throw new BrokenStream(`an array of ${bytes} bytes is cut off`, cursor.offset);
  cursor.skip(bytes);
}

/** A loader other than joblib takes the array for opcodes: those must not do anything either. */
async function readAsOpcodes(run: Run): Promise<void> {
  const { source, context, cursor } = run;
  const judge = new PickleJudge(source, context, run.surroundings);
  const machine = new PickleMachine({
    ...silent,
    onGlobal: (value) =>
      value.op === 'STACK_GLOBAL' && value.module === undefined ? undefined : judge.onGlobal(value),
  });
  const other = new ByteCursor(createWindow(source, 0, source.size), cursor.offset);
  try {
    for (let count = 0; count < 100_000; count += 1) {
      context.budget.takeSteps();
      if (machine.execute(takeBuffered(other) ?? (await takeInstruction(other)))) break;
    }
  } catch (error) {
    if (!(error instanceof BrokenStream)) throw error;
  }
  await judge.finish();
}

const silent = {
  onCall() {},
  onChange() {},
  onOddity() {},
  onPersistent() {},
};

function noteStorage(run: Run, id: PickleValue): void {
  const storage = measureStorage(id);
  if (storage) run.storages.set(storage.key, storage.elements * storage.itemSize);
}

/** Legacy PyTorch files end in the storages: eight bytes with the count of elements before each. */
function skipStorages(run: Run): void {
  let bytes = 0;
  for (const size of run.storages.values()) bytes += 8 + size;
  if (bytes > run.cursor.remaining) {
    run.context.report.addUnread(
      `the storages are cut off: ${bytes} bytes announced, ${run.cursor.remaining} left`,
    );
  }
  run.cursor.skip(bytes);
}

function at(context: ReaderContext): string {
  const name = context.member.at(-1);
  return name === undefined ? '' : ' in a member';
}

import { showText } from './decode-text.js';
import { EXECUTABLE_READER } from './executable-reader.js';
import { createGgufReader } from './gguf-reader.js';
import { createHdf5Reader } from './hdf5-reader.js';
import { createHydraReader } from './hydra-configuration.js';
import { BudgetExceeded } from './inspection-budget.js';
import { createKerasArchive } from './keras-archive.js';
import type { ModelFormat } from './model-file.js';
import type { ModelFileLists } from './model-file-lists.js';
import { createOnnxReader } from './onnx-reader.js';
import type { ArchiveFormat, FormatReader } from './reader.js';
import { RECOGNISED_CONTENT } from './recognised-content.js';
import { SAFETENSORS_READER } from './safetensors-reader.js';
import { createSkopsArchive } from './skops-archive.js';
import { createTensorflowReader } from './tensorflow-reader.js';
import { createTfliteReader } from './tflite-reader.js';

/**
 * Readers of the formats that are neither pickles nor containers, to be asked in this order: those with magic bytes first, then
 * those known by structure, last what is only recognised.
 */
export function createFormatReaders(lists: ModelFileLists): readonly FormatReader[] {
  const { jinja, operators, configurations } = lists;
  return [
    keepFormat('gguf', createGgufReader(jinja)),
    keepFormat('hdf5', createHdf5Reader(configurations.keras)),
    keepFormat('tflite', createTfliteReader(operators.tflite)),
    EXECUTABLE_READER,
    keepFormat('safetensors', SAFETENSORS_READER),
    keepFormat('tensorflow-savedmodel', createTensorflowReader(operators.tensorflow, configurations.keras)),
    keepFormat('onnx', createOnnxReader(operators.onnx)),
    createHydraReader(configurations.hydra),
    RECOGNISED_CONTENT,
  ];
}

/** Says of broken content what it is as far as that is known, beside what could not be read. */
function keepFormat(format: ModelFormat, reader: FormatReader): FormatReader {
  return {
    matches: (head, source) => reader.matches(head, source),
    async read(source, context) {
      try {
        return await reader.read(source, context);
      } catch (error) {
        const where = context.member.length === 0 ? 'the file' : showText(context.member.join(' > '));
        const reason = error instanceof Error ? error.message : 'unknown cause';
        const verb = error instanceof BudgetExceeded ? 'holds' : 'could not be read to its end:';
        context.report.addUnread(`${where} ${verb} ${reason}`);
        return format;
      }
    },
  };
}

/** Zip archives with members of a known kind. */
export function createArchiveFormats({ configurations }: ModelFileLists): readonly ArchiveFormat[] {
  return [createKerasArchive(configurations.keras), createSkopsArchive(configurations.skops)];
}

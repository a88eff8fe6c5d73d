import { EXECUTABLE_READER } from './executable-reader.js';
import { createGgufReader } from './gguf-reader.js';
import { createHdf5Reader } from './hdf5-reader.js';
import { createHydraReader } from './hydra-configuration.js';
import { createKerasArchive } from './keras-archive.js';
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
    createGgufReader(jinja),
    createHdf5Reader(configurations.keras),
    createTfliteReader(operators.tflite),
    EXECUTABLE_READER,
    SAFETENSORS_READER,
    createTensorflowReader(operators.tensorflow, configurations.keras),
    createOnnxReader(operators.onnx),
    createHydraReader(configurations.hydra),
    RECOGNISED_CONTENT,
  ];
}

/** Zip archives with members of a known kind. */
export function createArchiveFormats({ configurations }: ModelFileLists): readonly ArchiveFormat[] {
  return [createKerasArchive(configurations.keras), createSkopsArchive(configurations.skops)];
}

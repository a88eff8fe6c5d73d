import { createWindow, readAll } from './byte-sources.js';
import { decodeLatin1, showText } from './decode-text.js';
import { countElements, parseTypeString } from './numpy-dtype.js';
import { readPickles } from './read-pickle.js';
import type { FormatReader } from './reader.js';

const MAX_HEADER = 1 << 20;
/** A type of objects in any of the spellings that NumPy takes: `O`, `|O8`, `2O`, `f8,O`, `object`. */
const OBJECT = /(^|[^a-z])O\d*($|[^a-z])|object/i;

/** A NumPy array: a short header, then raw elements, or a pickle when the elements are objects. */
export const NPY_READER: FormatReader = {
  matches: (head) => head[0] === 0x93 && decodeLatin1(head.subarray(1, 6)) === 'NUMPY',
  async read(source, context) {
    const start = await readAll(source, 0, 12);
    const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
    const isLong = (start[6] ?? 0) > 1;
    const begin = isLong ? 12 : 10;
    const length = start.length < 12 ? 0 : isLong ? view.getUint32(8, true) : view.getUint16(8, true);
    context.report.addDetail('npy version', `${start[6] ?? 0}.${start[7] ?? 0}`);
    const header = decodeLatin1(await readAll(source, begin, Math.min(length, MAX_HEADER)));
    const descr = /'descr'\s*:\s*('[^']*'|"[^"]*"|\[.*?\])\s*,\s*'(?:fortran|shape)/s.exec(header)?.[1];
    const shapeText = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header)?.[1];
    const shape = shapeText
      ?.split(',')
      .map((size) => size.trim())
      .filter((size) => size !== '')
      .map((size) => Number.parseInt(size, 10));
    if (descr === undefined || !shape || header.length < length) {
      context.report.addUnread(`the header of the array is not as NumPy writes it: ${showText(header)}`);
    }
    const plain = descr === undefined ? undefined : parseTypeString(descr.slice(1, -1));
    const words = [...(descr ?? 'O').matchAll(/['"]([^'"]*)['"]/g)].map((match) => match[1] ?? '');
    const hasObjects = plain?.hasObjects ?? (descr === undefined || words.some((word) => OBJECT.test(word)));
    if (shape) {
      const bytes = plain ? countElements(shape) * plain.itemSize : undefined;
      context.report.addTensor({
        name: '',
        dtype: plain?.name ?? showText(descr ?? 'unknown'),
        shape,
        bytes,
        member: context.member,
      });
      if (bytes !== undefined && !hasObjects && bytes !== source.size - begin - length) {
        context.report.addUnread(
          `the array has ${source.size - begin - length} bytes, its header says ${bytes}`,
        );
      }
    }
    if (hasObjects) {
      context.report.addDetail('elements', 'Python objects, in a pickle');
      await readPickles(createWindow(source, begin + length, source.size), context);
    }
    return 'npy';
  },
};

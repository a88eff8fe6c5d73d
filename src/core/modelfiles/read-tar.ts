import { createWindow, readAll } from './byte-sources.js';
import { decodeLatin1, showText } from './decode-text.js';
import type { FormatReader } from './reader.js';
import { checkName } from './zip-directory.js';

const BLOCK = 512;
const LINKS: Readonly<Record<string, string>> = { '1': 'hard link', '2': 'symbolic link' };
const DEVICES: Readonly<Record<string, string>> = {
  '3': 'character device',
  '4': 'block device',
  '6': 'pipe',
};

/** A tar archive: every member is looked into; names and links that leave the folder are reported. */
export const TAR_READER: FormatReader = {
  matches: (head) => decodeLatin1(head.subarray(257, 262)) === 'ustar' || hasChecksum(head),
  async read(source, context) {
    let longName: string | undefined;
    let zeros = 0;
    for (let at = 0; at + BLOCK <= source.size; ) {
      context.budget.takeSteps();
      const header = await readAll(source, at, BLOCK);
      if (header.every((byte) => byte === 0)) {
        zeros += 1;
        at += BLOCK;
        if (zeros === 2) break;
        continue;
      }
      if (!hasChecksum(header)) {
        context.report.addUnread(`the tar breaks at ${at}: no valid header; the rest was not read`);
        return 'tar';
      }
      const size = readNumber(header.subarray(124, 136));
      const type = String.fromCharCode(header[156] ?? 0);
      const prefix =
        decodeLatin1(header.subarray(257, 262)) === 'ustar' ? readName(header.subarray(345, 500)) : '';
      const short = readName(header.subarray(0, 100));
      const name = longName ?? (prefix === '' || header[263] === 0x20 ? short : `${prefix}/${short}`);
      const content = createWindow(source, at + BLOCK, size);
      longName = undefined;
      if (type === 'L') longName = readName(await readAll(content, 0, Math.min(size, 4096)));
      else if (type === 'x' || type === 'g') {
        longName = /\d+ path=([^\n]*)\n/.exec(
          decodeLatin1(await readAll(content, 0, Math.min(size, 65_536))),
        )?.[1];
      } else {
        checkName(name, context, at);
        const target = readName(header.subarray(157, 257));
        const kind = LINKS[type];
        if (kind && (target.split('/').includes('..') || target.startsWith('/'))) {
          report(`${showText(name)} is a ${kind} to ${showText(target)}, outside of the folder`, at);
        }
        const device = DEVICES[type];
        if (device) report(`${showText(name)} is a ${device}`, at);
        if (content.size < size) context.report.addUnread(`${showText(name)} is cut off`);
        if ((type === '0' || type === '\0' || type === '7') && content.size > 0)
          await context.inspectMember(content, name);
      }
      at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    }
    if (zeros === 0) context.report.addUnread('the tar ends without its end mark: it is cut off');
    return 'tar';

    function report(message: string, offset: number): void {
      context.report.addFinding({
        ruleId: 'model-file/archive-path-outside',
        verdict: 'dangerous',
        message,
        offset,
        member: context.member,
        chain: [],
        references: ['CWE-59'],
      });
    }
  },
};

function readName(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeLatin1(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Octal text, or base 256 for large ones; never negative. */
function readNumber(bytes: Uint8Array): number {
  if ((bytes[0] ?? 0) >= 0x80) {
    let value = (bytes[0] ?? 0) & 0x7f;
    for (const byte of bytes.subarray(1)) value = value * 256 + byte;
    return Math.min(value, Number.MAX_SAFE_INTEGER);
  }
  const value = Number.parseInt(
    decodeLatin1(bytes)
      .replace(/[\0 ]+$/, '')
      .trim() || '0',
    8,
  );
  return Number.isFinite(value) && value > 0 ? value : 0;
}

function hasChecksum(header: Uint8Array): boolean {
  if (header.length < BLOCK || header[0] === 0) return false;
  const stated = readNumber(header.subarray(148, 156));
  let sum = 0;
  for (let at = 0; at < BLOCK; at += 1) sum += at >= 148 && at < 156 ? 0x20 : (header[at] ?? 0);
  return stated === sum;
}

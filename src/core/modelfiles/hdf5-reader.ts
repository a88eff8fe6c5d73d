import { describeForeignPath } from './foreign-path.js';
import { type Hdf5File, type Hdf5Message, openHdf5 } from './hdf5-file.js';
import { type Hdf5Link, readHdf5Links } from './hdf5-links.js';
import { readHdf5Attribute, readHdf5Shape, readHdf5Type } from './hdf5-values.js';
import { judgeKerasConfiguration } from './keras-configuration.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import type { ConfigurationList } from './model-file-lists.js';
import { BrokenContent, PagedCursor } from './paged-cursor.js';
import type { FormatReader, ReaderContext } from './reader.js';
import { JsonProblem, readJson } from './strict-json.js';
import { hasBytes, quoteText } from './text-bytes.js';

const SIGNATURE = '\u0089HDF\r\n\u001a\n';
const MAX_GROUP_DEPTH = 40;
const MAX_OBJECTS = 300_000;

/** Object header messages that are looked at, by the numbers of the specification. */
const KIND = { space: 1, type: 3, externalFiles: 7, layout: 8, attribute: 12, attributeInfo: 21 };

/** Attributes of the root that hold a configuration. */
const CONFIGURATIONS = ['model_config', 'training_config', 'layer_config'];

/**
 * A reader of HDF5 files, superblock 0 to 3: groups, data sets as tensors, links and storage outside of the file, and the
 * configuration of a Keras model in the root's attributes. Without one it holds only weights.
 */
export function createHdf5Reader(list: ConfigurationList['keras']): FormatReader {
  return {
    async matches(head, source) {
      if (hasBytes(head, SIGNATURE)) return true;
      for (let at = 512; at + 8 <= source.size && at <= 1 << 20; at *= 2) {
        if (hasBytes(await source.read(at, 8), SIGNATURE)) return true;
      }
      return false;
    },
    async read(source: ByteSource, context: ReaderContext): Promise<ModelFormat> {
      const { file, root, version } = await openHdf5(new PagedCursor(source, context.budget));
      context.report.addDetail('superblock', String(version));
      const walk = new Hdf5Walk(file, context, list);
      await walk.readObject(root, '', 0);
      if (!walk.hasConfiguration) context.report.addDetail('content', 'weights only, no model configuration');
      return walk.hasConfiguration ? 'keras' : 'hdf5';
    },
  };
}

class Hdf5Walk {
  hasConfiguration = false;
  private readonly file: Hdf5File;
  private readonly context: ReaderContext;
  private readonly list: ConfigurationList['keras'];
  private readonly seen = new Set<number>();

  constructor(file: Hdf5File, context: ReaderContext, list: ConfigurationList['keras']) {
    this.file = file;
    this.context = context;
    this.list = list;
  }

  /** Reads the object at `position`; each only once, so that links in a circle end. Broken parts are noted, and passed over. */
  async readObject(position: number, path: string, depth: number): Promise<void> {
    if (this.seen.has(position)) return;
    const { report } = this.context;
    if (depth > MAX_GROUP_DEPTH || this.seen.size > MAX_OBJECTS) {
      report.addUnread(`group ${quoteText(path)}: too deep, or too many objects`);
      return;
    }
    this.seen.add(position);
    try {
      const messages = await this.file.readMessages(position);
      for (const message of messages)
        if (message.kind === KIND.attribute) await this.readAttribute(message, path);
      await this.checkDenseAttributes(messages, path);
      if (messages.some(({ kind }) => kind === KIND.layout)) await this.readDataSet(messages, path);
      else {
        const links = await readHdf5Links(this.file, messages, (note) => report.addUnread(note), path);
        for (const link of links) await this.followLink(link, path, depth);
      }
    } catch (error) {
      if (!(error instanceof BrokenContent)) throw error;
      report.addUnread(`${path === '' ? 'the root group' : quoteText(path)}: ${error.message}`);
    }
  }

  private async followLink(link: Hdf5Link, path: string, depth: number): Promise<void> {
    const inner = path === '' ? link.name : `${path}/${link.name}`;
    if (link.kind === 'hard') await this.readObject(link.position, inner, depth + 1);
    if (link.kind === 'external') {
      this.find(
        'hdf5-external-link',
        `${quoteText(inner)} is read from another file, ${quoteText(link.target)}`,
      );
    }
  }

  private async readAttribute(message: Hdf5Message, path: string): Promise<void> {
    if ((message.flags & 2) !== 0) {
      this.context.report.addUnread(`a shared attribute of ${quoteText(path)}`);
      return;
    }
    const { name, texts } = await readHdf5Attribute(this.file, message);
    if (texts === undefined) return;
    const text = texts.join(', ');
    if (path !== '') {
      // Custom code of Keras puts configurations into groups too.
      if (/^\s*\{/.test(text) && /"class_name"/.test(text)) this.judge(name, text);
      return;
    }
    this.context.report.addMetadata(name, text);
    if (/^(keras_version|backend)$/.test(name)) this.context.report.addDetail(name.replace('_', ' '), text);
    if (name === 'model_config') this.hasConfiguration = true;
    if (CONFIGURATIONS.includes(name) || (/^\s*[{[]/.test(text) && text.includes('class_name')))
      this.judge(name, text);
  }

  private judge(name: string, text: string): void {
    const { report } = this.context;
    try {
      judgeKerasConfiguration(readJson(text).value, name, true, this.context, this.list);
      report.setConversion('load it where it is trusted and save it as .keras, or keep only its weights');
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      report.addUnread(`the attribute ${quoteText(name)}: ${error.message}`);
    }
  }

  private async checkDenseAttributes(messages: readonly Hdf5Message[], path: string): Promise<void> {
    const info = messages.find(({ kind }) => kind === KIND.attributeInfo);
    if (info === undefined) return;
    this.file.cursor.seek(info.offset + 1);
    const flags = await this.file.cursor.u8();
    if ((flags & 1) !== 0) this.file.cursor.skip(2);
    const heap = await this.file.readAddress();
    if (heap === undefined) return;
    this.context.report.addUnread(
      `attributes of ${quoteText(path === '' ? '/' : path)}, which are stored densely`,
    );
  }

  private async readDataSet(messages: readonly Hdf5Message[], path: string): Promise<void> {
    const { cursor } = this.file;
    let shape: readonly number[] = [];
    let dtype = 'unknown';
    let size = 0;
    for (const message of messages) {
      cursor.seek(message.offset);
      const isShared = (message.flags & 2) !== 0;
      if (message.kind === KIND.space && !isShared) shape = await readHdf5Shape(this.file);
      if (message.kind === KIND.type && !isShared) ({ name: dtype, size } = await readHdf5Type(this.file));
      if (message.kind === KIND.externalFiles) await this.readExternalFiles(path);
      if (message.kind === KIND.layout) await this.checkLayout(path);
    }
    const bytes = size === 0 ? undefined : shape.reduce((product, side) => product * side, size);
    this.context.report.addTensor({ name: path, dtype, shape, bytes, member: this.context.member });
  }

  private async readExternalFiles(path: string): Promise<void> {
    const { cursor } = this.file;
    cursor.skip(6);
    const used = await cursor.u16();
    const heap = await this.file.readAddress();
    const nameOffset = await this.file.readLength();
    let name = '';
    if (heap !== undefined && used > 0) {
      cursor.seek(heap);
      if (await this.file.hasSignature('HEAP')) {
        cursor.skip(4 + this.file.lengthSize * 2);
        const segment = await this.file.readAddress();
        if (segment !== undefined) {
          cursor.seek(segment + nameOffset);
          name = await this.file.readZeroText();
        }
      }
    }
    const problem = describeForeignPath(name);
    const why = problem === undefined ? '' : `, which ${problem}`;
    this.find(
      'hdf5-external-storage',
      `the data of ${quoteText(path)} are read from ${quoteText(name)}${why}`,
    );
  }

  /** Layout class 3 takes its data from data sets of other files. */
  private async checkLayout(path: string): Promise<void> {
    const version = await this.file.cursor.u8();
    const layout = await this.file.cursor.u8();
    if (version < 4 || layout !== 3) return;
    this.find('hdf5-external-storage', `the data of ${quoteText(path)} are put together from other files`);
  }

  private find(rule: string, message: string): void {
    const { report, member } = this.context;
    report.addFinding({ ruleId: `model-file/${rule}`, verdict: 'dangerous', message, member, chain: [] });
  }
}

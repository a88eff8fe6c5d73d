import { matchesName, readImage } from '../../structured/image-name.js';
import type { ImageTest } from '../document-match.js';

/** Tags that move: they name a branch or a moment, not a version. */
const MOVING =
  /^(?:latest|stable|main|master|head|edge|nightly|dev|devel|develop|development|rolling|canary|next|current|release|prod|production|staging|test|lts|gpu|cpu|cuda|rocm|hpu|xpu|tpu|slim|alpine|full|base)(?:[-_](?:latest|gpu|cpu|cuda|rocm|hpu|xpu|slim|full|jupyter|py3|devel))*$|(?:^|[-_.])(?:latest|nightly)(?:$|[-_.])/i;

/** Whether a reference passes a test. A name is compared with and without its registry. */
export function isImageFitting(text: string, { names, pinned }: ImageTest): boolean {
  const { name, tag, digest } = readImage(text.replace(/^(?:docker|oci):\/\//, ''));
  if (names !== undefined && !matchesName(name, names)) return false;
  if (pinned === undefined) return true;
  const how = digest !== undefined ? 'digest' : tag === undefined || MOVING.test(tag) ? 'no' : 'tag';
  return pinned.includes(how);
}

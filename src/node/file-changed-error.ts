/** The file on disk is no longer the one that was read. */
export class FileChangedError extends Error {
  override readonly name = 'FileChangedError';
}

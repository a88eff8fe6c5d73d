/** The words of a failed file operation without the path, such as `permission denied`. */
export function describeFileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = errorCode(error);
  if (code === 'ENOENT' && isMisread(error)) return 'its name is not UTF-8; rename it';
  const known = code === undefined ? undefined : fileErrors[code];
  return known ?? error.message;
}

/** Whether the name of the file is one that Node could not read: what it gives in its place leads nowhere. */
function isMisread(error: Error): boolean {
  return 'path' in error && typeof error.path === 'string' && error.path.includes('\ufffd');
}

/** The system's code of an error, such as `ENOENT`; undefined when it has none. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const fileErrors: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EBUSY: 'another program has it open',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'is a folder',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
};

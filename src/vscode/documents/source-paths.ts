const extensions = [
  ...['py', 'pyi', 'ipynb', 'js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts'],
  ...['env', 'yaml', 'yml', 'json', 'jsonc', 'toml', 'txt', 'md', 'mdc', 'cfg', 'ini', 'conf', 'properties'],
  ...['sh', 'bash', 'sbatch', 'slurm', 'dockerfile', 'containerfile', 'code-workspace'],
];
const names = [
  ...['\\.env', '\\.envrc', 'dockerfile', 'containerfile', 'pipfile', 'mlproject', 'requirements\\.in'],
  ...['entrypoint', '\\.cursorrules', '\\.windsurfrules', '\\.clinerules', '\\.roorules'],
];
const read = new RegExp(
  `(?:^|/)(?:[^/]+\\.(?:${extensions.join('|')})|${names.join('|')}|(?:\\.env|dockerfile|containerfile)\\.[^/]*)$`,
  'i',
);
const generated = /(?:[.-]min|[.-]bundle|\.chunk)\.[cm]?js$|\.d\.[cm]?ts$/i;
const built = /(?:^|\/)dist\/(?:.*\/)?[^/]+\.[cm]?[jt]sx?$/;

/** True for files that documents are made from: the same ones that the command line reads. */
export function isSourcePath(path: string): boolean {
  return read.test(path) && !generated.test(path) && !built.test(path);
}

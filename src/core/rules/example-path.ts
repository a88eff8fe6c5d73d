import type { DocumentKind } from '../structured/document-kind.js';
import type { GoodExample, Rule } from './rule.js';

/** The path that an example's code is given: its own, or one that makes it a document of the rule's language. */
export function examplePathOf(rule: Rule, example: GoodExample): string {
  if (example.path !== undefined) return example.path;
  if (example.cells !== undefined) return 'notebook.ipynb';
  if (rule.languages.includes('python')) return 'app.py';
  if (rule.languages.includes('javascript')) return 'app.ts';
  if (rule.languages.includes('model-file')) return 'model.bin';
  const kind = rule.languages.find((language) => language !== 'any');
  return kind === undefined || kind === 'python' || kind === 'javascript' || kind === 'model-file'
    ? 'settings.txt'
    : PATHS[kind];
}

const PATHS: Readonly<Record<DocumentKind, string>> = {
  dockerfile: 'Dockerfile',
  compose: 'compose.yaml',
  kubernetes: 'deployment.yaml',
  'helm-values': 'values.yaml',
  'github-workflow': '.github/workflows/main.yml',
  'github-action': 'action.yml',
  'mcp-config': '.mcp.json',
  'agent-settings': '.claude/settings.json',
  'agent-instructions': 'AGENTS.md',
  'editor-settings': '.vscode/settings.json',
  requirements: 'requirements.txt',
  pyproject: 'pyproject.toml',
  pipfile: 'Pipfile',
  'conda-environment': 'environment.yml',
  'package-json': 'package.json',
  'lock-file': 'uv.lock',
  'setup-cfg': 'setup.cfg',
  'pip-config': 'pip.conf',
  dotenv: '.env',
  'torchserve-config': 'config.properties',
  'streamlit-config': '.streamlit/config.toml',
  'litellm-config': 'litellm.yaml',
  'mlflow-project': 'MLproject',
  'hydra-config': 'conf/config.yaml',
  'dvc-config': 'dvc.yaml',
  'launch-config': 'bentofile.yaml',
  shell: 'start.sh',
  notebook: 'notebook.ipynb',
  yaml: 'settings.yaml',
  json: 'settings.json',
  toml: 'settings.toml',
  ini: 'settings.ini',
  properties: 'settings.properties',
};

// Tools of an agent that works a desktop: the loop is our own, so nothing here is a tool of a library.
import { execFileSync, execSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';

const APP_FOLDERS = '/usr/share/applications /var/lib/flatpak/exports/share/applications';
const HARVEST = join(import.meta.dirname, 'harvest.py');
const OPTIONS = { encoding: 'utf8', timeout: 5000 };
const pool = new Pool();

export default function register(loop) {
  loop.registerTool({
    name: 'app_list',
    description: 'Search for installed applications by name.',
    parameters: { type: 'object', properties: { query: { type: 'string' } } },
    async execute(_toolCallId, params, _signal) {
      const query = params.query ?? '';
      const command = query
        ? `find ${APP_FOLDERS} -name '*.desktop' | xargs grep -li "Name=.*${query}" | head -30`
        : `find ${APP_FOLDERS} -name '*.desktop'`;
      const found = execFileSync('bash', ['-c', command], OPTIONS); // expect: javascript/tool-argument-executed
      return { content: [{ type: 'text', text: found }] };
    },
  });

  loop.registerTool({
    name: 'app_state',
    description: 'Reads what an application shows.',
    parameters: { type: 'object', properties: { app: { type: 'string' } } },
    async execute(_toolCallId, { app }) {
      const raw = execFileSync('python3', [HARVEST, app], OPTIONS); // expect: javascript/tool-argument-executed
      return { content: [{ type: 'text', text: raw }] };
    },
  });

  loop.registerTool({
    name: 'screenshot',
    description: 'Takes a picture of a window.',
    parameters: { type: 'object', properties: { window: { type: 'string' } } },
    async execute(_toolCallId, params) {
      const list = execSync(`wmctrl -l | grep -i "${params.window.replace(/"/g, '\\"')}"`, OPTIONS); // expect: javascript/tool-argument-executed
      const id = Number.parseInt(list.split(' ')[0] ?? '', 16);
      execSync(`import -window ${id} /tmp/window.png`);
      return { content: [{ type: 'image', data: readFileSync('/tmp/window.png').toString('base64') }] };
    },
  });
}

/** Given to whichever model answers; `handler` gets the parsed arguments. */
export const tools = [
  {
    name: 'sales',
    description: 'Answers questions on sales with a query.',
    inputSchema: { type: 'object', properties: { sql: { type: 'string' } } },
    handler: async ({ sql }) => {
      const { rows } = await pool.query(sql); // expect: javascript/llm-output-sql
      return JSON.stringify(rows);
    },
  },
  {
    name: 'save',
    description: 'Keeps a note.',
    inputSchema: { type: 'object', properties: { title: { type: 'string' }, text: { type: 'string' } } },
    handler: async ({ title, text }) => {
      writeFileSync(`/srv/notes/${title}.md`, text); // expect: javascript/llm-output-path
      return 'kept';
    },
  },
  {
    name: 'open',
    description: 'Opens one of the known applications.',
    inputSchema: { type: 'object', properties: { app: { enum: ['files', 'editor'] } } },
    handler: async ({ app }) => {
      const programs = { files: 'nautilus', editor: 'gedit' };
      spawn(programs[app], [], { detached: true });
      return 'open';
    },
  },
];

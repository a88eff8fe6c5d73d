// Objects with a description that no model calls: commands of a command line, routes, jobs, and tools that only look.
import { execFileSync, execSync } from 'node:child_process';
import { basename, join, resolve, sep } from 'node:path';
import { readFileSync } from 'node:fs';
import { Pool } from 'pg';

const ROOT = '/srv/notes';
const pool = new Pool();

export const commands = [
  {
    name: 'build',
    description: 'Builds one of the packages',
    run: (target) => execSync(`npm run build --workspace ${target}`, { stdio: 'inherit' }),
  },
  {
    name: 'clean',
    description: 'Empties the output',
    options: [{ flags: '--all' }],
    execute: (folder) => execSync(`rm -rf ${folder}`),
  },
];

export const route = {
  description: 'Starts a job',
  parameters: [{ in: 'path', name: 'job' }],
  responses: { 202: { description: 'Started' } },
  handler: (job) => execSync(`systemctl start ${job}`),
};

export const tools = [
  {
    name: 'read_note',
    description: 'Reads a note by its name.',
    inputSchema: { type: 'object', properties: { name: { type: 'string' } } },
    handler: async ({ name }) => readFileSync(join(ROOT, basename(name)), 'utf8'),
  },
  {
    name: 'read_page',
    description: 'Reads a page of the handbook.',
    inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
    handler: async ({ path }) => {
      const file = resolve(ROOT, path);
      if (!file.startsWith(ROOT + sep)) throw new Error('outside of the handbook');
      return readFileSync(file, 'utf8');
    },
  },
  {
    name: 'sales_of_year',
    description: 'Sales of one year.',
    inputSchema: { type: 'object', properties: { year: { type: 'number' } } },
    handler: async ({ year }) => {
      const { rows } = await pool.query('SELECT sum(total) FROM sales WHERE year = $1', [year]);
      return JSON.stringify(rows);
    },
  },
  {
    name: 'log',
    description: 'The history of a file.',
    parameters: { type: 'object', properties: { file: { type: 'string' }, count: { type: 'number' } } },
    execute: async (callId, { file, count }) =>
      `${callId}: ${execFileSync('git', ['log', `-n${Number(count)}`, '--', file], { encoding: 'utf8' })}`,
  },
];

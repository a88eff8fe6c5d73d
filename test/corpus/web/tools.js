import { execSync } from 'node:child_process';
import fs from 'node:fs/promises';
import { generateObject, tool } from 'ai';
import { z } from 'zod';
import { model } from './model.js';

export const shell = tool({
  description: 'Runs a command',
  inputSchema: z.object({ command: z.string() }),
  execute: async ({ command }) => execSync(command).toString(), // expect: javascript/tool-argument-executed
});

export async function save(prompt) {
  const { object } = await generateObject({ model, schema: z.object({ path: z.string(), body: z.string() }), prompt });
  await fs.writeFile(object.path, object.body); // expect: javascript/llm-output-path
}

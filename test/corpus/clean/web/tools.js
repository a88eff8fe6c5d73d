import { tool } from 'ai';
import { z } from 'zod';

const COMMANDS = { status: ['git', 'status'], log: ['git', 'log'] };
// exec(command) would run anything.
export const git = tool({
  inputSchema: z.object({ command: z.enum(['status', 'log']) }),
  execute: async ({ command }) => run(COMMANDS[command]),
});
const modes = { permissionMode: 'bypassPermissions' };
export const isOpen = (options) => options.rejectUnauthorized === false && modes !== undefined;

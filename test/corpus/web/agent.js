import https from 'node:https';
import { query } from '@anthropic-ai/claude-agent-sdk';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // expect: javascript/tls-variable-off
export const agent = new https.Agent({ rejectUnauthorized: false }); // expect: javascript/tls-check-disabled

export const run = (prompt) =>
  query({ prompt, options: { permissionMode: 'bypassPermissions' } }); // expect: javascript/agent-permissions-mode

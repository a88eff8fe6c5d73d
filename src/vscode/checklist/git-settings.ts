/** A person as Git knows one. */
export interface GitUser {
  readonly name?: string;
  readonly email?: string;
}

/** The user that a configuration file of Git names; its includes are left out. */
export function readGitUser(text: string): GitUser {
  const user: { name?: string; email?: string } = {};
  let isUser = false;
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*\[\s*([\w.-]+)\s*("[^"]*")?\s*\]/.exec(line);
    if (heading) isUser = heading[1]?.toLowerCase() === 'user' && heading[2] === undefined;
    const setting = /^\s*(?:\[[^\]]*\]\s*)?(name|email)\s*=\s*(.*)$/i.exec(line);
    if (!isUser || !setting) continue;
    const value = readValue(setting[2] ?? '');
    if (value !== '') user[setting[1]?.toLowerCase() === 'name' ? 'name' : 'email'] = value;
  }
  return user;
}

/** `Name <address>`, or the one of both that is known; undefined when neither is. Later files count more. */
export function formatGitUser(users: readonly GitUser[]): string | undefined {
  const name = users.findLast((user) => user.name !== undefined)?.name;
  const email = users.findLast((user) => user.email !== undefined)?.email;
  if (name === undefined) return email;
  return email === undefined ? name : `${name} <${email}>`;
}

/** A value without its comment and quotes. */
function readValue(written: string): string {
  let value = '';
  for (const [part] of written.matchAll(/"(?:\\.|[^"\\])*"|[^#;"]+|[#;].*$/g)) {
    if (/^[#;]/.test(part)) break;
    value += part.startsWith('"') ? part.slice(1, -1).replace(/\\(.)/g, '$1') : part;
  }
  return value.trim();
}

import { format } from 'node:util';

// What a server without native modules, without an account and without an extension gallery says of itself.
const noise = [
  /Could not locate the bindings file/,
  /Cannot find module '\.\/build\/Release\/watchdog'/,
  /No signed-in session/,
  /\[AgentHost/,
  /ChatModelSelection/,
  /DEP0\d{3}/,
  /Loading development extension at/,
  /punycode/,
  /ExperimentalWarning/,
  /^Resolv(ing|ed) connection token/,
  /^Creating a socket/,
  /reconnection-grace-time/,
  /Updating additional builtin extensions cache/,
  /AccountPolicyGate/,
  /\[Service Worker\] registration/,
  /^Error while getting the latest version for the extension/,
  /getaddrinfo ENOTFOUND/,
  /ChatSessionStore/,
  /^Canceled: Canceled/,
  /package\.nls\.json' failed with status code 404/,
];

/** Turns what the extension host's console was given into a line of text; undefined for the editor's own noise. */
export function formatHostLog(args: readonly unknown[]): string | undefined {
  const text = format(...withoutStyles(args));
  return noise.some((pattern) => pattern.test(text)) ? undefined : text;
}

// `%c` takes a style from the arguments: neither belongs on a terminal.
function withoutStyles(args: readonly unknown[]): unknown[] {
  const [first, ...rest] = args;
  if (typeof first !== 'string' || !first.includes('%c')) return [...args];
  const styles = first.split('%c').length - 1;
  return [first.replaceAll('%c', ''), ...rest.slice(styles)];
}

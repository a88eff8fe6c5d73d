/** Where a host leads: `every` interface of this machine, or a machine on a `public` network. */
export type HostReach = 'public' | 'every';

const EVERY: ReadonlySet<string> = new Set(['0.0.0.0', '[::]', '::', '*', '[::0]']);
/** IPv4 ranges that do not leave the machine or the site (RFC 1918, 1122, 3927, 6598). */
const PRIVATE_ADDRESS =
  /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
/** Names that do not leave the site (RFC 6762, 8375, 2606 and cluster conventions), and stand-ins of documentation. */
const PRIVATE_NAME =
  /(?:^|\.)(?:local|localhost|localdomain|internal|intranet|private|corp|lan|home|svc|cluster|test|example)(?:\.|$)|^(?:your|my|some)[-_.]|^host\.docker\./i;

/**
 * Where the host of a URL, of `host:port` or of a bare host leads; undefined for this machine, for private networks
 * and for what is not certain.
 *
 * @param isWhole false when more text follows that is not known
 */
export function judgeHost(text: string, isWhole: boolean): HostReach | undefined {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?(\[[^\]\s]*\]|::|[^:/?#\s]*)(.*)$/is.exec(text);
  const host = match?.[1]?.toLowerCase() ?? '';
  if (host === '' || (!isWhole && match?.[2] === '')) return undefined;
  if (EVERY.has(host)) return 'every';
  if (/^[\d.]+$/.test(host))
    return /^\d+(\.\d+){3}$/.test(host) && !PRIVATE_ADDRESS.test(host) ? 'public' : undefined;
  const isName = /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(host);
  return isName && !PRIVATE_NAME.test(host) ? 'public' : undefined;
}

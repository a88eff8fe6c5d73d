/** Whether a host is the machine itself, as in an example that calls the service beside it: no outside party. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?)(?::\d+)?$/.test(host);
}

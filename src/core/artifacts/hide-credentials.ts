/** Takes user names and passwords out of addresses: `https://me:secret@host/` becomes `https://***@host/`. */
export function hideCredentials(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@'"`]+@/gi, '$1***@')
    .replace(
      /([?&](?:[\w-]*(?:token|key|secret|password|passwd|signature|credential)[\w-]*|sig|sas)=)[^&\s#'"`]+/gi,
      '$1***',
    );
}

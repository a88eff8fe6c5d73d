/** Percent-encodes all but RFC 3986 unreserved characters; a lone surrogate, which has no encoding, becomes U+FFFD. */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

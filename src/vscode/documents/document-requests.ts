/** Which document to make, as far as the caller knows. Plain JSON. */
export interface GenerateRequest {
  /** Id of a kind, such as `threat-model`; absent to ask. */
  readonly kind?: string;
  /** One of the formats of the kind; absent for the usual one. */
  readonly format?: string;
  /** URI of the workspace folder; absent to take the only one, or to ask. */
  readonly folder?: string;
}

// Commands can be called by anyone, with anything: what is no request asks for everything.

/** Takes an id of a kind, a request, or a row of the sidebar that holds a question. */
export function parseGenerateRequest(value: unknown): GenerateRequest {
  if (typeof value === 'string') return { kind: value };
  const node = readField(value, 'node');
  if (node !== undefined) {
    return parseGenerateRequest({
      kind: readField(node, 'kindOfDocument'),
      folder: readField(readField(node, 'question'), 'folder'),
    });
  }
  const kind = readText(value, 'kind');
  const format = readText(value, 'format');
  const folder = readText(value, 'folder');
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(format === undefined ? {} : { format }),
    ...(folder === undefined ? {} : { folder }),
  };
}

/** URI of the document to bring up to date; undefined to take what is in the editor, or to ask. */
export function parseUpdateRequest(value: unknown): string | undefined {
  return readText(value, 'file');
}

function readText(value: unknown, name: string): string | undefined {
  const field = readField(value, name);
  return typeof field === 'string' ? field : undefined;
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

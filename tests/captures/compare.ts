import type { RecordedRequest } from './recorded-request.ts';

/** Made anew for each request, or the length of all the rest. */
const incomparableHeaders: ReadonlySet<string> = new Set(['host', 'content-length', 'content-type']);

/**
 * What differs between our request and a peer's, each as `differenceText` writes it.
 *
 * @param isRebuilt - The peer sent another build of the file, so that its bytes and digests cannot be compared.
 */
export function differencesBetween(peer: 'twine' | 'uv', ours: RecordedRequest, theirs: RecordedRequest, isRebuilt: boolean): readonly string[] {
  const names = new Set([...ours.headers.keys(), ...theirs.headers.keys()].filter((name) => !incomparableHeaders.has(name)));
  const fields = new Set([...ours.parts, ...theirs.parts].map(({ name }) => name));
  const found = [
    ...[...names].map((name) => [`header ${name}`, ours.headers.get(name), theirs.headers.get(name)] as const),
    ...[...fields].map((name) => [name, valuesOf(ours, name, isRebuilt), valuesOf(theirs, name, isRebuilt)] as const),
  ];
  return found.filter(([, a, b]) => a !== b).map(([what, a, b]) => `${peer}: ${what}: ${a === undefined ? 'theirs' : b === undefined ? 'ours' : 'other'}`);
}

function valuesOf(request: RecordedRequest, name: string, isRebuilt: boolean): string | undefined {
  const parts = request.parts.filter((part) => part.name === name);
  if (parts.length === 0) return undefined;
  const bytesDiffer = isRebuilt && (name === 'content' || name.endsWith('_digest'));
  return JSON.stringify(parts.map(({ value, filename, contentType }) => [bytesDiffer ? '' : value, filename, contentType]));
}

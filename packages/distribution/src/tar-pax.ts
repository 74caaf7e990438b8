/**
 * Reads the records of a pax header, `LENGTH KEYWORD=VALUE\n` each, as Python's `tarfile` does.
 *
 * @returns `undefined` when a record is malformed.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export function parsePax(bytes: Buffer): ReadonlyMap<string, string> | undefined {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length && bytes[at] !== 0; ) {
    const prefix = /^([0-9]{1,20}) /.exec(bytes.toString('latin1', at, at + 21));
    const length = Number(prefix?.[1] ?? '0');
    if (prefix === null || length < 5 || at + length > bytes.length || bytes[at + length - 1] !== 0x0a) return undefined;
    const record = bytes.subarray(at + prefix[0].length, at + length - 1);
    const equals = record.indexOf('=');
    if (equals < 1) return undefined;
    records.set(record.toString('utf8', 0, equals), record.toString('utf8', equals + 1));
    at += length;
  }
  return records;
}

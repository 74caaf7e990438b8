/** The members of an attestation that PyPI keeps; it drops all others. */
export interface StoredAttestation {
  readonly version: 1;
  readonly verification_material: { readonly certificate: string; readonly transparency_entries: readonly object[] };
  readonly envelope: { readonly signature: string; readonly statement: string };
  /** Of the statement inside; empty when it cannot be read. */
  readonly predicateType: string;
}

/**
 * Reads an attestation's shape, not its truth.
 *
 * @returns Instead of an attestation, what is wrong, as Python's pydantic would put it.
 */
export function readAttestation(value: unknown): StoredAttestation | string {
  if (!isObject(value)) return '\n  Input should be an object [type=model_type]';
  if (value['version'] !== 1) return 'version\n  Input should be 1 [type=literal_error]';
  const material = value['verification_material'];
  if (!isObject(material)) return 'verification_material\n  Field required [type=missing]';
  const { certificate, transparency_entries: entries } = material;
  if (!isBase64(certificate)) return 'verification_material.certificate\n  Input should be valid base64 [type=bytes_type]';
  if (!isEntryList(entries)) return 'verification_material.transparency_entries\n  List should have at least 1 item after validation [type=too_short]';
  const envelope = value['envelope'];
  if (!isObject(envelope)) return 'envelope\n  Field required [type=missing]';
  const { signature, statement } = envelope;
  if (!isBase64(statement)) return 'envelope.statement\n  Input should be valid base64 [type=bytes_type]';
  if (!isBase64(signature)) return 'envelope.signature\n  Input should be valid base64 [type=bytes_type]';
  return {
    version: 1,
    verification_material: { certificate, transparency_entries: entries },
    envelope: { signature, statement },
    predicateType: predicateTypeOf(statement),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntryList(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function isBase64(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const text = value.replace(/\s+/g, '');
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function predicateTypeOf(statement: string): string {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(statement, 'base64').toString('utf8'));
    return isObject(parsed) && typeof parsed['predicateType'] === 'string' ? parsed['predicateType'] : '';
  } catch {
    return '';
  }
}

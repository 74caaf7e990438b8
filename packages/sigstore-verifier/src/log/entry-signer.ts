import { decodeBase64, type JsonValue } from '@ropewalk/encoding';
import { at, type EntryBody } from './entry-body.ts';

const pem = /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----\n([A-Za-z0-9+/=\n]+)\n-----END \1-----\n*$/;

/** The certificate or key a log entry names, DER; `undefined` when it names none, or several. */
export function signerOf(body: EntryBody): Buffer | undefined {
  const { spec } = body;
  switch (`${body.kind} ${body.version}`) {
    case 'dsse 0.0.1':
      return at(spec, 'signatures', 1) === undefined ? fromPem(at(spec, 'signatures', 0, 'verifier')) : undefined;
    case 'intoto 0.0.2': {
      const signatures = at(spec, 'content', 'envelope', 'signatures');
      return at(signatures, 1) === undefined ? fromPem(at(signatures, 0, 'publicKey')) : undefined;
    }
    case 'hashedrekord 0.0.1':
      return fromPem(at(spec, 'signature', 'publicKey', 'content'));
    case 'hashedrekord 0.0.2': {
      const verifier = at(spec, 'hashedRekordV002', 'signature', 'verifier');
      return fromBase64(at(verifier, 'x509Certificate', 'rawBytes') ?? at(verifier, 'publicKey', 'rawBytes'));
    }
    default:
      return undefined;
  }
}

function fromPem(value: JsonValue | undefined): Buffer | undefined {
  const text = fromBase64(value)?.toString('latin1') ?? '';
  return fromBase64(pem.exec(text)?.[2]);
}

function fromBase64(value: JsonValue | undefined): Buffer | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return decodeBase64(value);
  } catch {
    return undefined;
  }
}

import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createCertificateLog, type CertificateRequest } from '@ropewalk/local-sigstore';
import { createStatement, PUBLISH_PREDICATE_TYPE, SLSA_PREDICATE_TYPE } from '@ropewalk/pep740';
import { parseTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';
import { utf8String } from './der.ts';
import { sample, type Forgery } from './forge.ts';
import type { World } from './world.ts';

const arc = '1.3.6.1.4.1.57264.1.';
/** The publisher that every forgery pretends to be. */
export const publisher = { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml' };
const day = 24 * 60 * 60 * 1000;

/** A trusted world, and one that nobody trusts. */
export interface Worlds {
  readonly world: World;
  readonly other: World;
}

/** A forgery, and what `@sigstore/verify` alone says of it. */
export interface ForgeryCase {
  readonly name: string;
  readonly code: string;
  readonly forgery: (worlds: Worlds) => Forgery;
  readonly trustedRoot?: (worlds: Worlds) => TrustedRoot;
  readonly now?: () => Date;
  readonly libraryAlone: 'accepts' | 'refuses';
}

const certificateCase = (
  name: string,
  code: string,
  libraryAlone: ForgeryCase['libraryAlone'],
  certificate: (request: CertificateRequest) => CertificateRequest,
): ForgeryCase => ({ name, code, libraryAlone, forgery: () => ({ certificate }) });

/** Replaces one extension (or, with `undefined`, takes it out). */
const withExtension =
  (number: number, text: string | undefined) =>
  (request: CertificateRequest): CertificateRequest => ({
    ...request,
    extensions: (request.extensions ?? []).flatMap((extension) => {
      if (extension.oid !== `${arc}${number}`) return [extension];
      return text === undefined ? [] : [{ ...extension, value: number < 8 ? Buffer.from(text) : utf8String(text) }];
    }),
  });

const added =
  (oid: string, value: Uint8Array, critical = false) =>
  (request: CertificateRequest): CertificateRequest => ({ ...request, extensions: [...(request.extensions ?? []), { oid, value, critical }] });

/** A statement with some members changed. */
export const statementOf = (fields: object): Forgery => ({
  statement: JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: sample.filename, digest: { sha256: sample.sha256 } }],
    predicateType: PUBLISH_PREDICATE_TYPE,
    predicate: null,
    ...fields,
  }),
});

const material = (text: string, change: (entry: Record<string, never>) => void): string => {
  const attestation = JSON.parse(text) as { verification_material: { transparency_entries: [Record<string, never>] } };
  change(attestation.verification_material.transparency_entries[0]);
  return JSON.stringify(attestation);
};

const rootWith = (change: (root: string) => string) => ({ world }: Worlds): TrustedRoot => parseTrustedRoot(change(JSON.stringify(world.trustedRootJson)), { source: 'altered' });

const statementText = Buffer.from(createStatement(sample)).toString('utf8');

/** Every forgery, with the code it must be refused by. */
export const forgeryCases: readonly ForgeryCase[] = [
  // The certificate.
  certificateCase('no extended key usage', 'CERTIFICATE_EXTENDED_KEY_USAGE', 'accepts', (r) => ({ ...r, extendedKeyUsages: undefined })),
  certificateCase('extended key usage serverAuth', 'CERTIFICATE_EXTENDED_KEY_USAGE', 'accepts', (r) => ({ ...r, extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'] })),
  certificateCase('extended key usage anyExtendedKeyUsage', 'CERTIFICATE_EXTENDED_KEY_USAGE', 'accepts', (r) => ({ ...r, extendedKeyUsages: ['2.5.29.37.0'] })),
  certificateCase('no key usage', 'CERTIFICATE_KEY_USAGE', 'accepts', (r) => ({ ...r, keyUsages: undefined })),
  certificateCase('key usage keyEncipherment', 'CERTIFICATE_KEY_USAGE', 'accepts', (r) => ({ ...r, keyUsages: ['keyEncipherment'] })),
  certificateCase('key usage that may sign certificates', 'CERTIFICATE_KEY_USAGE', 'accepts', (r) => ({ ...r, keyUsages: ['digitalSignature', 'keyCertSign'] })),
  certificateCase('the certificate of an authority', 'CERTIFICATE_IS_CA', 'accepts', (r) => ({ ...r, certificateAuthority: true })),
  certificateCase('an unknown critical extension', 'CERTIFICATE_CRITICAL_EXTENSION', 'accepts', added('1.2.3.4', Buffer.from([5, 0]), true)),
  certificateCase('no name', 'CERTIFICATE_SUBJECT', 'accepts', ({ publicKey, extensions = [] }) => ({ publicKey, extensions })),
  certificateCase('no certificate transparency proof', 'CT_PROOF_MISSING', 'refuses', (r) => ({ ...r, certificateLogs: [] })),
  certificateCase('a proof of a foreign certificate log', 'CT_LOG_UNKNOWN', 'refuses', (r) => ({ ...r, certificateLogs: [createCertificateLog()] })),
  certificateCase('a doubled extension 18', 'CERTIFICATE_EXTENSIONS', 'accepts', added(`${arc}18`, utf8String('https://github.com/evil/evil/.github/workflows/release.yml@refs/tags/v1.2.3'))),
  certificateCase('a doubled extension 12', 'CERTIFICATE_EXTENSIONS', 'accepts', added(`${arc}12`, utf8String('https://github.com/octo-org/sampleproject'))),
  certificateCase('an extension that is no UTF8String', 'CERTIFICATE_MALFORMED', 'accepts', (r) => ({
    ...r,
    extensions: (r.extensions ?? []).map((e) => (e.oid === `${arc}12` ? { ...e, value: Buffer.from('https://github.com/octo-org/sampleproject') } : e)),
  })),
  certificateCase('old and new issuer that differ', 'CERTIFICATE_EXTENSIONS', 'accepts', withExtension(1, 'https://accounts.google.com')),
  certificateCase('extensions 12 and 18 that disagree', 'PUBLISHER_WORKFLOW', 'accepts', withExtension(18, 'https://github.com/octo-org/other/.github/workflows/release.yml@refs/tags/v1.2.3')),
  certificateCase('a certificate that was over when it was logged', 'SIGNED_TIME_OUTSIDE_CERTIFICATE', 'refuses', (r) => ({ ...r, notBefore: new Date(Date.now() - 30 * 60_000), notAfter: new Date(Date.now() - 20 * 60_000) })),
  certificateCase('a certificate that was not valid yet', 'SIGNED_TIME_OUTSIDE_CERTIFICATE', 'refuses', (r) => ({ ...r, notBefore: new Date(Date.now() + 60_000) })),
  { name: 'a P-384 key', code: 'CERTIFICATE_KEY_TYPE', libraryAlone: 'accepts', forgery: () => ({ keys: generateKeyPairSync('ec', { namedCurve: 'P-384' }) }) },
  { name: 'an RSA key', code: 'CERTIFICATE_KEY_TYPE', libraryAlone: 'accepts', forgery: () => ({ keys: generateKeyPairSync('rsa', { modulusLength: 2048 }) }) },
  { name: 'a certificate of another authority of the same name', code: 'CERTIFICATE_CHAIN', libraryAlone: 'refuses', forgery: ({ other, world }) => ({ authorityOf: other, certificate: (r) => ({ ...r, certificateLogs: [world.certificateLog] }) }) },

  {
    name: 'the certificate log’s word for another certificate',
    code: 'CT_PROOF',
    libraryAlone: 'refuses',
    forgery: ({ world: { certificateLog: log } }) => ({
      certificate: (r) => ({ ...r, certificateLogs: [{ ...log, addPrecertificate: (precertificate, issuerKey) => log.addPrecertificate(precertificate, issuerKey.toReversed()) }] }),
    }),
  },
  certificateCase('an extension with something behind its text', 'CERTIFICATE_MALFORMED', 'accepts', (r) => ({
    ...r,
    extensions: (r.extensions ?? []).map((e) => (e.oid === `${arc}12` ? { ...e, value: Buffer.concat([e.value, Buffer.from('x')]) } : e)),
  })),
  certificateCase('old and new commit that differ', 'CERTIFICATE_EXTENSIONS', 'accepts', withExtension(3, '0'.repeat(40))),
  certificateCase('old and new ref that differ', 'CERTIFICATE_EXTENSIONS', 'accepts', withExtension(6, 'refs/heads/evil')),
  certificateCase('no workflow', 'PUBLISHER_WORKFLOW', 'accepts', withExtension(18, undefined)),
  certificateCase('no repository', 'PUBLISHER_REPOSITORY', 'accepts', withExtension(12, undefined)),
  certificateCase('no issuer but the old one', 'PUBLISHER_ISSUER', 'accepts', withExtension(8, undefined)),
  { name: 'a key on another curve of the same size', code: 'CERTIFICATE_KEY_TYPE', libraryAlone: 'accepts', forgery: () => ({ keys: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) }) },

  // Who it is: look-alikes.
  ...(
    [
      ['a repository that begins alike', 'PUBLISHER_REPOSITORY', { repository: 'octo-org/sampleproject-evil' }],
      ['a repository that ends alike', 'PUBLISHER_REPOSITORY', { repository: 'evil/octo-org-sampleproject' }],
      ['a repository in other case', 'PUBLISHER_REPOSITORY', { repository: 'Octo-Org/SampleProject' }],
      ['a repository that a dot as wildcard would match', 'PUBLISHER_REPOSITORY', { repository: 'octo-org/sampleprojec.' }],
      ['another workflow file', 'PUBLISHER_WORKFLOW', { workflow_ref: 'octo-org/sampleproject/.github/workflows/release.yml.evil.yml@refs/tags/v1.2.3' }],
      ['a workflow file with a prefix', 'PUBLISHER_WORKFLOW', { workflow_ref: 'octo-org/sampleproject/.github/workflows/my-release.yml@refs/tags/v1.2.3' }],
      ['a workflow file in other case', 'PUBLISHER_WORKFLOW', { workflow_ref: 'octo-org/sampleproject/.github/workflows/Release.yml@refs/tags/v1.2.3' }],
      ['a workflow of another ref', 'PUBLISHER_WORKFLOW', { workflow_ref: 'octo-org/sampleproject/.github/workflows/release.yml@refs/heads/evil' }],
    ] as const
  ).map(([name, code, claims]): ForgeryCase => ({ name, code, libraryAlone: 'accepts', forgery: () => ({ claims: lookalike(claims) }) })),
  certificateCase('an issuer that begins alike', 'PUBLISHER_ISSUER', 'accepts', (r) => withExtension(1, undefined)(withExtension(8, 'https://token.actions.githubusercontent.com.evil.example')(r))),
  certificateCase('an issuer in other case', 'PUBLISHER_ISSUER', 'accepts', (r) => withExtension(1, undefined)(withExtension(8, 'https://TOKEN.actions.githubusercontent.com')(r))),
  certificateCase('an issuer with a slash at its end', 'PUBLISHER_ISSUER', 'accepts', (r) => withExtension(1, undefined)(withExtension(8, 'https://token.actions.githubusercontent.com/')(r))),

  // The envelope and the statement.
  { name: 'another payload type', code: 'SIGNATURE', libraryAlone: 'accepts', forgery: () => ({ payloadType: 'text/plain' }) },
  { name: 'two subjects', code: 'STATEMENT_SUBJECT_COUNT', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: sample.filename, digest: { sha256: sample.sha256 } }, { name: 'other-1.0.tar.gz', digest: { sha256: sample.sha256 } }] }) },
  { name: 'no subject', code: 'STATEMENT_SUBJECT_COUNT', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [] }) },
  { name: 'a digest in upper case', code: 'STATEMENT_DIGEST', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: sample.filename, digest: { sha256: sample.sha256.toUpperCase() } }] }) },
  { name: 'a digest that is cut short', code: 'STATEMENT_DIGEST', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: sample.filename, digest: { sha256: sample.sha256.slice(0, 32) } }] }) },
  { name: 'a digest of another algorithm only', code: 'SUBJECT_DIGEST', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: sample.filename, digest: { sha512: createHash('sha512').update('the wheel').digest('hex') } }] }) },
  { name: 'a weak digest beside the right one', code: 'STATEMENT_DIGEST', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: sample.filename, digest: { sha256: sample.sha256, md5: 'd41d8cd98f00b204e9800998ecf8427e' } }] }) },
  { name: 'the digest of another file', code: 'SUBJECT_DIGEST', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: sample.filename, digest: { sha256: createHash('sha256').update('other').digest('hex') } }] }) },
  { name: 'the name of another version', code: 'SUBJECT_NAME', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: 'sampleproject-1.2.4-py3-none-any.whl', digest: { sha256: sample.sha256 } }] }) },
  { name: 'the name of another build', code: 'SUBJECT_NAME', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: 'sampleproject-1.2.3-1-py3-none-any.whl', digest: { sha256: sample.sha256 } }] }) },
  { name: 'the name of the sdist', code: 'SUBJECT_NAME', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: 'sampleproject-1.2.3.tar.gz', digest: { sha256: sample.sha256 } }] }) },
  { name: 'a name that is a path', code: 'SUBJECT_NAME', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: `../${sample.filename}`, digest: { sha256: sample.sha256 } }] }) },
  { name: 'a name with a NUL', code: 'SUBJECT_NAME', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: `${sample.filename}\u0000`, digest: { sha256: sample.sha256 } }] }) },
  { name: 'an empty name', code: 'STATEMENT_MALFORMED', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: '', digest: { sha256: sample.sha256 } }] }) },
  { name: 'a digest under a name in upper case', code: 'STATEMENT_DIGEST', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: sample.filename, digest: { SHA256: sample.sha256 } }] }) },
  { name: 'a digest with a space', code: 'STATEMENT_DIGEST', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: sample.filename, digest: { sha256: `${sample.sha256} ` } }] }) },
  { name: 'a digest that is a list', code: 'STATEMENT_DIGEST', libraryAlone: 'accepts', forgery: () => statementOf({ subject: [{ name: sample.filename, digest: { sha256: [sample.sha256] } }] }) },
  { name: 'a key twice deep in its predicate', code: 'STATEMENT_AMBIGUOUS', libraryAlone: 'accepts', forgery: () => ({ statement: statementText.replace('"predicate":null', '"predicate":{"a":[{"b":1,"b":2}]}') }) },
  { name: 'another statement type', code: 'STATEMENT_TYPE', libraryAlone: 'accepts', forgery: () => statementOf({ _type: 'https://in-toto.io/Statement/v0.1' }) },
  { name: 'an unknown predicate', code: 'PREDICATE_TYPE', libraryAlone: 'accepts', forgery: () => statementOf({ predicateType: 'https://example.com/v1' }) },
  { name: 'a publish statement that carries something', code: 'PUBLISH_PREDICATE', libraryAlone: 'accepts', forgery: () => statementOf({ predicate: { note: 'hello' } }) },
  { name: 'a predicate that is a list', code: 'STATEMENT_MALFORMED', libraryAlone: 'accepts', forgery: () => statementOf({ predicate: [] }) },
  { name: 'a key twice in the statement', code: 'STATEMENT_AMBIGUOUS', libraryAlone: 'accepts', forgery: () => ({ statement: statementText.replace('"predicate":null', '"predicate":null,"predicate":{}') }) },
  { name: 'a key twice, once escaped', code: 'STATEMENT_AMBIGUOUS', libraryAlone: 'accepts', forgery: () => ({ statement: statementText.replace('"predicate":null', String.raw`"predicate":null,"pre\u0064icate":{}`) }) },
  { name: 'a statement that is no JSON', code: 'STATEMENT_NOT_JSON', libraryAlone: 'accepts', forgery: () => ({ statement: `${statementText}x` }) },
  { name: 'a statement with a byte order mark', code: 'STATEMENT_NOT_JSON', libraryAlone: 'accepts', forgery: () => ({ statement: `\uFEFF${statementText}` }) },
  { name: 'SLSA provenance of another repository', code: 'SLSA_SOURCE', libraryAlone: 'accepts', forgery: () => statementOf({ predicateType: SLSA_PREDICATE_TYPE, predicate: slsa({ repository: 'https://github.com/evil/evil' }) }) },
  { name: 'SLSA provenance of another commit', code: 'SLSA_COMMIT', libraryAlone: 'accepts', forgery: () => statementOf({ predicateType: SLSA_PREDICATE_TYPE, predicate: slsa({ commit: '0'.repeat(40) }) }) },
  { name: 'SLSA provenance of another builder', code: 'SLSA_BUILDER', libraryAlone: 'accepts', forgery: () => statementOf({ predicateType: SLSA_PREDICATE_TYPE, predicate: slsa({ builder: 'https://github.com/evil/evil/.github/workflows/release.yml@refs/tags/v1.2.3' }) }) },

  // The log.
  { name: 'a log entry that names another certificate', code: 'LOG_ENTRY_CERTIFICATE', libraryAlone: 'accepts', forgery: () => ({ body: (body) => withSignature(body, { verifier: Buffer.from(foreignPem).toString('base64') }) }) },
  { name: 'a log entry with another signature', code: 'LOG_ENTRY_CONTENT', libraryAlone: 'refuses', forgery: () => ({ body: (body) => withSignature(body, { signature: Buffer.from(sign('sha256', Buffer.from('x'), generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)).toString('base64') }) }) },
  { name: 'a log entry with two signatures', code: 'LOG_ENTRY_CONTENT', libraryAlone: 'refuses', forgery: () => ({ body: (body) => withSecondSignature(body) }) },
  { name: 'a log entry of another payload', code: 'LOG_ENTRY_CONTENT', libraryAlone: 'refuses', forgery: () => ({ body: (body) => ({ ...body, spec: { ...(body['spec'] as object), payloadHash: { algorithm: 'sha256', value: '0'.repeat(64) } } }) }) },
  { name: 'a log entry of kind dsse 0.0.2', code: 'LOG_ENTRY_KIND', libraryAlone: 'refuses', forgery: () => ({ body: (body) => ({ ...body, apiVersion: '0.0.2' }) }) },
  { name: 'a log entry of kind hashedrekord', code: 'LOG_ENTRY_KIND', libraryAlone: 'accepts', forgery: () => ({ body: (_, { certificatePem, signature, signedBytes }) => ({ apiVersion: '0.0.1', kind: 'hashedrekord', spec: { data: { hash: { algorithm: 'sha256', value: createHash('sha256').update(signedBytes).digest('hex') } }, signature: { content: Buffer.from(signature).toString('base64'), publicKey: { content: Buffer.from(certificatePem).toString('base64') } } } }) }) },
  { name: 'a log entry with a key twice', code: 'LOG_ENTRY_CONTENT', libraryAlone: 'accepts', forgery: () => ({ body: (body) => JSON.stringify(body).replace('"kind":', '"kind":"dsse","kind":') }) },
  { name: 'an altered root hash', code: 'CHECKPOINT_ROOT', libraryAlone: 'accepts', forgery: () => ({ entry: (entry) => withProof(entry, { rootHash: '0'.repeat(64) }) }) },
  { name: 'an altered tree size', code: 'CHECKPOINT_ROOT', libraryAlone: 'accepts', forgery: () => ({ entry: (entry) => withProof(entry, { treeSize: entry.verification.inclusionProof.treeSize + 1 }) }) },
  { name: 'a checkpoint of another log', code: 'CHECKPOINT', libraryAlone: 'refuses', forgery: ({ other }) => ({ entry: (entry) => withProof(entry, { checkpoint: other.transparencyLog.checkpoint() }) }) },
  { name: 'a checkpoint renamed to another log', code: 'CHECKPOINT', libraryAlone: 'refuses', forgery: () => ({ entry: (entry) => withProof(entry, { checkpoint: entry.verification.inclusionProof.checkpoint.replace(/^\S+/, 'rekor.sigstore.dev') }) }) },
  { name: 'a checkpoint whose signature is named after a part of the log', code: 'CHECKPOINT', libraryAlone: 'accepts', forgery: () => ({ entry: (entry) => withProof(entry, { checkpoint: entry.verification.inclusionProof.checkpoint.replace('— rekor.ropewalk.localhost', '— rekor') }) }) },
  { name: 'a checkpoint with text among its signatures', code: 'CHECKPOINT', libraryAlone: 'accepts', forgery: () => ({ entry: (entry) => withProof(entry, { checkpoint: `${entry.verification.inclusionProof.checkpoint}verified by nobody\n` }) }) },
  { name: 'the entry in a log that is not trusted', code: 'LOG_UNKNOWN', libraryAlone: 'refuses', forgery: ({ other }) => ({ logOf: other }) },
  { name: 'an index that the promise does not cover', code: 'INCLUSION_PROMISE', libraryAlone: 'refuses', forgery: () => ({ attestation: (text) => material(text, (entry) => Object.assign(entry, { logIndex: '1' })) }) },
  { name: 'no promise', code: 'SIGNED_TIME_MISSING', libraryAlone: 'refuses', forgery: () => ({ attestation: (text) => material(text, (entry) => delete entry['inclusionPromise']) }) },
  { name: 'no proof of inclusion', code: 'INCLUSION_PROOF_MISSING', libraryAlone: 'refuses', forgery: () => ({ attestation: (text) => material(text, (entry) => delete entry['inclusionProof']) }) },
  { name: 'a time far beyond all numbers', code: 'BUNDLE_INTEGER', libraryAlone: 'refuses', forgery: () => ({ attestation: (text) => material(text, (entry) => Object.assign(entry, { integratedTime: '99999999999999999999' })) }) },

  // Time, and how long the trusted root trusts whom.
  { name: 'a time of signing ten minutes ahead of the clock', code: 'SIGNED_TIME_FUTURE', libraryAlone: 'accepts', forgery: () => ({}), now: () => new Date(Date.now() - 10 * 60_000) },
  { name: 'an authority whose time is over', code: 'AUTHORITY_VALIDITY', libraryAlone: 'refuses', forgery: () => ({}), trustedRoot: rootWith((text) => endedNow(text, 'certificateAuthorities')) },
  { name: 'a transparency log whose key is over', code: 'LOG_KEY_VALIDITY', libraryAlone: 'refuses', forgery: () => ({}), trustedRoot: rootWith((text) => endedNow(text, 'tlogs')) },
  { name: 'a certificate log whose key is over', code: 'CT_LOG_VALIDITY', libraryAlone: 'refuses', forgery: () => ({}), trustedRoot: rootWith((text) => endedNow(text, 'ctlogs')) },
  { name: 'the trusted root of somebody else', code: 'CT_LOG_UNKNOWN', libraryAlone: 'refuses', forgery: () => ({}), trustedRoot: ({ other }) => other.trustedRoot },
];

const foreignPem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'pem', type: 'spki' }).toString();

function lookalike(claims: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { repository } = claims;
  if (repository === undefined) return claims;
  const workflow = `${repository}/.github/workflows/release.yml@refs/tags/v1.2.3`;
  return { repository, repository_owner: repository.split('/')[0] ?? '', workflow_ref: workflow, job_workflow_ref: workflow };
}

function withSignature(body: Record<string, unknown>, change: object): unknown {
  const spec = body['spec'] as { readonly signatures: readonly object[] };
  return { ...body, spec: { ...spec, signatures: [{ ...spec.signatures[0], ...change }] } };
}

function withSecondSignature(body: Record<string, unknown>): unknown {
  const spec = body['spec'] as { readonly signatures: readonly object[] };
  return { ...body, spec: { ...spec, signatures: [...spec.signatures, ...spec.signatures] } };
}

function withProof<Entry extends { readonly verification: { readonly inclusionProof: object } }>(entry: Entry, change: object): Entry {
  return { ...entry, verification: { ...entry.verification, inclusionProof: { ...entry.verification.inclusionProof, ...change } } };
}

/** Ends what the trusted root says of its authorities or logs before now. */
function endedNow(text: string, member: string): string {
  const root = JSON.parse(text) as Record<string, { validFor?: object; publicKey?: { validFor: object } }[]>;
  const end = new Date(Date.now() - day).toISOString();
  const start = new Date(Date.now() - 2 * day).toISOString();
  for (const item of root[member] ?? []) {
    if (item.publicKey === undefined) item.validFor = { start, end };
    else item.publicKey.validFor = { start, end };
  }
  return JSON.stringify(root);
}

/** SLSA provenance as GitHub's own action writes it, with something changed. */
export function slsa(change: { readonly repository?: string; readonly commit?: string; readonly builder?: string }): object {
  const { repository = 'https://github.com/octo-org/sampleproject', commit = 'c0ffee0123456789abcdef0123456789abcdef01' } = change;
  return {
    buildDefinition: {
      buildType: 'https://actions.github.io/buildtypes/workflow/v1',
      externalParameters: { workflow: { ref: 'refs/tags/v1.2.3', repository, path: '.github/workflows/release.yml' } },
      resolvedDependencies: [{ uri: `git+${repository}@refs/tags/v1.2.3`, digest: { gitCommit: commit } }],
    },
    runDetails: {
      builder: { id: change.builder ?? 'https://github.com/octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.2.3' },
      metadata: { invocationId: 'https://github.com/octo-org/sampleproject/actions/runs/30000003/attempts/1' },
    },
  };
}

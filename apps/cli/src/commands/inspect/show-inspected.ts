import type { CertificateIdentity } from '@ropewalk/core';
import { publisherKinds, formatPublisher } from '@ropewalk/oidc/publisher';
import type { ProvenancePublisher, Statement } from '@ropewalk/pep740';
import { processConsole as console, rows, styled } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';
import type { CertificateFacts } from '../../evidence/certificate-facts.ts';
import type { Inspected, LogEntryFacts, Signed } from './inspected.ts';

type Row = readonly [label: string, value: string | undefined];

/** Prints what a file holds, for a person. */
export function showInspected(inspected: Inspected): void {
  switch (inspected.type) {
    case 'attestation':
      return showSigned('attestation', inspected.signed);
    case 'bundle':
      return showSigned(`Sigstore bundle, ${inspected.mediaType}`, inspected.signed);
    case 'provenance':
      if (inspected.bundles.length === 0) console.out('  provenance without attestations');
      for (const { publisher, attestations } of inspected.bundles) {
        console.out(`  ${styled('bold', 'provenance')}; publisher, as the index claims: ${printable(claimedName(publisher))}`);
        for (const attestation of attestations) showSigned('attestation', attestation);
      }
      return;
    case 'certificate':
      return show('certificate', certificateRows(inspected.certificate));
    case 'statement':
      return show('statement, not signed', statementRows(inspected.statement));
  }
}

function showSigned(title: string, { statement, problem, certificate, logEntries, timestamps, otherMembers }: Signed): void {
  show(title, [
    ...(statement === undefined ? [] : statementRows(statement)),
    ['content', problem],
    ...(certificate === undefined ? ([['signer', 'a bare key, no certificate']] as const) : certificateRows(certificate)),
    ...logEntries.map((entry): Row => ['log entry', entryText(entry)]),
    ['timestamps', timestamps === 0 ? undefined : String(timestamps)],
    ['other members', otherMembers === undefined ? undefined : Object.keys(otherMembers).join(', ')],
  ]);
}

function show(title: string, lines: readonly Row[]): void {
  console.out(`  ${styled('bold', title)}`);
  for (const line of rows(lines, '    ')) console.out(line);
}

function statementRows({ subject, predicateType, predicate }: Statement): readonly Row[] {
  return [
    ['file', subject.name],
    ...Object.entries(subject.digest).map(([algorithm, digest]): Row => [algorithm, digest]),
    ['says', predicateType],
    ['predicate', predicate === null || Object.keys(predicate).length === 0 ? undefined : JSON.stringify(predicate)],
  ];
}

function certificateRows({ identity, ...facts }: CertificateFacts): readonly Row[] {
  return [
    ...(identity === undefined ? [] : identityRows(identity)),
    ['certified by', facts.issuer],
    ['valid', `${facts.notBefore.toISOString()} to ${facts.notAfter.toISOString()}`],
    ['key', facts.key],
    ['authority', facts.isAuthority ? 'yes: it may issue certificates' : undefined],
    ['certificate', `sha256 ${facts.sha256}`],
  ];
}

function identityRows(identity: CertificateIdentity): readonly Row[] {
  return [
    ['claims', recognised(identity)],
    ['name', identity.subjectAlternativeNames.map(({ type, value }) => `${value} (${type})`).join(', ')],
    ['vouched for', identity.issuer ?? identity.issuerV1],
    ['repository', identity.sourceRepositoryUri],
    ['commit', identity.sourceRepositoryDigest],
    ['ref', identity.sourceRepositoryRef],
    ['workflow', identity.buildConfigUri],
    ['signed by', identity.buildSignerUri === identity.buildConfigUri ? undefined : identity.buildSignerUri],
    ['trigger', identity.buildTrigger],
    ['runner', identity.runnerEnvironment],
    ['run', identity.runInvocationUri],
    ['owner id', identity.sourceRepositoryOwnerIdentifier],
    ['repository id', identity.sourceRepositoryIdentifier],
    ['visibility', identity.sourceRepositoryVisibility],
  ];
}

function recognised(identity: CertificateIdentity): string | undefined {
  for (const kind of publisherKinds) {
    const publisher = kind.recognise(identity);
    if (publisher !== undefined) return kind.format(publisher);
  }
  return undefined;
}

function claimedName(publisher: ProvenancePublisher): string {
  try {
    return `${formatPublisher(publisher)} ${JSON.stringify(publisher)}`;
  } catch {
    return JSON.stringify(publisher);
  }
}

function entryText({ logIndex, kind, version, integratedTime, hasPromise, hasProof }: LogEntryFacts): string {
  const parts = [`${logIndex}, ${kind ?? 'of no kind'} ${version ?? ''}`.trim(), integratedTime?.toISOString(), hasPromise ? 'promise' : 'no promise', hasProof ? 'inclusion proof' : 'no inclusion proof'];
  return parts.filter((part) => part !== undefined).join(', ');
}

import type { CertificateExtension } from './certificate-request.ts';
import { derUtf8String } from './der.ts';
import { uriName } from './uri-name.ts';

/** Who a verified token speaks for, in the words of a certificate. */
export interface Principal {
  /** What a proof of possession signs: the e-mail address, or the token's subject. */
  readonly challenge: string;
  readonly subjectAlternativeName: { readonly type: 'email' | 'uri'; readonly value: string };
  readonly extensions: readonly CertificateExtension[];
}

/** A token lacks what its kind of certificate must say. */
export class ClaimMissing extends Error {
  override readonly name = 'ClaimMissing';
}

type Claims = Readonly<Record<string, unknown>>;

/** The prefix of Fulcio's extensions; see https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
const ARC = '1.3.6.1.4.1.57264.1';

/**
 * Translates the claims of a verified token into names and extensions, in Fulcio's order.
 *
 * @param claims - Of a GitHub Actions, GitLab CI or e-mail (Google) token.
 * @throws {@link ClaimMissing}
 */
export function principalOf(claims: Claims): Principal {
  const issuer = text(claims, 'iss');
  if ('job_workflow_ref' in claims) return githubPrincipal(claims, issuer);
  if ('ci_config_ref_uri' in claims) return gitlabPrincipal(claims, issuer);
  return emailPrincipal(claims, issuer);
}

function githubPrincipal(claims: Claims, issuer: string): Principal {
  const claim = (name: string) => text(claims, name);
  const host = issuer === 'https://token.actions.githubusercontent.com' ? 'https://github.com' : new URL(issuer).origin;
  const url = (path: string) => `${host}/${path}`;
  const run = `${claim('repository')}/actions/runs/${claim('run_id')}/attempts/${claim('run_attempt')}`;
  return {
    challenge: claim('sub'),
    subjectAlternativeName: { type: 'uri', value: uriName(url(claim('job_workflow_ref'))) },
    extensions: [
      bare(1, issuer),
      bare(2, claim('event_name')),
      bare(3, claim('sha')),
      bare(4, claim('workflow')),
      bare(5, claim('repository')),
      bare(6, claim('ref')),
      encoded(8, issuer),
      encoded(9, url(claim('job_workflow_ref'))),
      encoded(10, claim('job_workflow_sha')),
      encoded(11, claim('runner_environment')),
      encoded(12, url(claim('repository'))),
      encoded(13, claim('sha')),
      encoded(14, claim('ref')),
      encoded(15, claim('repository_id')),
      encoded(16, url(claim('repository_owner'))),
      encoded(17, claim('repository_owner_id')),
      encoded(18, url(claim('workflow_ref'))),
      encoded(19, claim('workflow_sha')),
      encoded(20, claim('event_name')),
      encoded(21, url(run)),
      encoded(22, claim('repository_visibility')),
      ...environment(claims),
      encoded(24, claim('sub')),
    ],
  };
}

function gitlabPrincipal(claims: Claims, issuer: string): Principal {
  const claim = (name: string) => text(claims, name);
  const url = (path: string) => `${new URL(issuer).origin}/${path}`;
  const pipeline = `https://${claim('ci_config_ref_uri')}`;
  const refKind = claim('ref_type') === 'branch' ? 'heads' : 'tags';
  return {
    challenge: claim('sub'),
    subjectAlternativeName: { type: 'uri', value: uriName(pipeline) },
    extensions: [
      bare(1, issuer),
      encoded(8, issuer),
      encoded(9, pipeline),
      encoded(10, claim('ci_config_sha')),
      encoded(11, claim('runner_environment')),
      encoded(12, url(claim('project_path'))),
      encoded(13, claim('sha')),
      encoded(14, `refs/${refKind}/${claim('ref')}`),
      encoded(15, claim('project_id')),
      encoded(16, url(claim('namespace_path'))),
      encoded(17, claim('namespace_id')),
      encoded(18, pipeline),
      encoded(19, claim('ci_config_sha')),
      encoded(20, claim('pipeline_source')),
      encoded(21, url(`${claim('project_path')}/-/jobs/${claim('job_id')}`)),
      encoded(22, claim('project_visibility')),
      ...environment(claims),
      encoded(24, claim('sub')),
    ],
  };
}

function emailPrincipal(claims: Claims, issuer: string): Principal {
  const email = text(claims, 'email');
  if (claims['email_verified'] !== true) throw new ClaimMissing('the e-mail address is not verified');
  return {
    challenge: email,
    subjectAlternativeName: { type: 'email', value: email },
    extensions: [bare(1, issuer), encoded(8, issuer), encoded(24, text(claims, 'sub'))],
  };
}

function environment(claims: Claims): readonly CertificateExtension[] {
  const name = claims['environment'];
  return typeof name === 'string' && name !== '' ? [encoded(23, name)] : [];
}

function text(claims: Claims, name: string): string {
  const value = claims[name];
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number') return String(value);
  throw new ClaimMissing(`the token has no claim ${name}`);
}

/** The oldest extensions hold bare text instead of a DER string. */
function bare(number: number, value: string): CertificateExtension {
  return { oid: `${ARC}.${number}`, value: Buffer.from(value, 'utf8') };
}

function encoded(number: number, value: string): CertificateExtension {
  return { oid: `${ARC}.${number}`, value: derUtf8String(value) };
}

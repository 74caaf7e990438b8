import type { Publisher } from '@ropewalk/core';
import { formatPublisher } from '@ropewalk/oidc/publisher';
import type { ClaimedOrigin } from '@ropewalk/verifier';

/** What a certificate says of a release, as rows for people. */
export function originRows(origin: ClaimedOrigin): readonly (readonly [string, string | undefined])[] {
  const { buildConfigUri, buildSignerUri } = origin.certificate;
  return [
    ['workflow', origin.workflow],
    ['signed by', buildSignerUri === buildConfigUri ? undefined : buildSignerUri],
    ['commit', origin.commit],
    ['ref', origin.ref],
    ['run', origin.runUrl],
    ['trigger', origin.trigger],
    ['runner', origin.runner],
    ['owner id', origin.ownerId],
    ['repository id', origin.repositoryId],
    ['environment', origin.environmentClaimed === undefined ? undefined : `${origin.environmentClaimed} (the index's claim; not signed)`],
  ];
}

/** Who a certificate is of: a publisher of a known kind, or the bare names in it and who vouched for them. */
export function whoOf({ publisher, certificate }: ClaimedOrigin): string {
  if (publisher !== undefined) return bareName(publisher);
  const { subjectAlternativeNames, issuer, issuerV1 } = certificate;
  return `${subjectAlternativeNames.map(({ value }) => value).join(', ')} (vouched for by ${issuer ?? issuerV1 ?? 'nobody named'})`;
}

/** The publisher without its workflow, which has a row of its own. */
function bareName(publisher: Publisher): string {
  const { workflow: _workflow, workflow_filepath: _path, environment: _environment, ...bare } = publisher as Publisher & Record<string, unknown>;
  return formatPublisher(bare);
}

import type { Verdict } from '../verdict.ts';

/**
 * The result of `verify` as JSON; `schema/verification.json` describes it.
 *
 * @returns Plain data: `JSON.stringify` writes its dates as ISO 8601.
 */
export function verdictsAsData(verdicts: readonly Verdict[]): object {
  return {
    schema: 'urn:ropewalk:schema:verification:1',
    verified: verdicts.length > 0 && verdicts.every(({ status }) => status === 'verified'),
    files: verdicts.map(verdictAsData),
  };
}

function verdictAsData({ subject, status, digest, attestations, looked, problem }: Verdict): object {
  return {
    target: subject.target,
    file: subject.filename,
    ...(subject.path === undefined ? {} : { path: subject.path }),
    ...(subject.url === undefined ? {} : { url: `${subject.url.origin}${subject.url.pathname}` }),
    status,
    ...digest,
    looked,
    attestations: attestations.map(({ place, predicateType, report }) => ({ from: place, ...(predicateType === undefined ? {} : { predicateType }), ...report })),
    ...(problem === undefined ? {} : { problem }),
  };
}

import { createHash } from 'node:crypto';
import { jsonText } from '../../../output/json-text.ts';
import { printable } from '../../../output/printable.ts';
import { findingsOf, type CheckReport } from '../check-report.ts';
import { plainFinding } from './plain-finding.ts';
import { relativePath } from './relative-path.ts';

/**
 * Findings as a code quality report of GitLab, for `artifacts:reports:codequality`.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlabReport(report: CheckReport): string {
  const seen = new Map<string, number>();
  const issues = findingsOf(report).map(({ finding, path }) => {
    const { severity, code, message, file } = finding;
    const place = printable(relativePath(path));
    const facts = JSON.stringify([code, place, file, message]);
    const count = (seen.get(facts) ?? 0) + 1;
    seen.set(facts, count);
    return {
      description: plainFinding(finding),
      check_name: code,
      fingerprint: createHash('sha256').update(`${facts} ${count}`).digest('hex'),
      severity: severity === 'error' ? 'critical' : 'minor',
      location: { path: place, lines: { begin: 1 } },
    };
  });
  return jsonText(issues);
}

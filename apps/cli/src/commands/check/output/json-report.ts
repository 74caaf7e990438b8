import { jsonText } from '../../../output/json-text.ts';
import { countsOf, type CheckReport } from '../check-report.ts';
import type { CheckRequest } from '../check-request.ts';

/** Everything found, as data. */
export function jsonReport(report: CheckReport, { isStrict }: Pick<CheckRequest, 'isStrict'>): string {
  const counts = countsOf(report);
  return jsonText({
    schema: 'urn:ropewalk:schema:check-report:1',
    index: report.index,
    passed: counts.errors === 0 && (!isStrict || counts.warnings === 0),
    strict: isStrict,
    counts,
    releases: report.releases,
    strays: report.strays,
    descriptionJudge: report.descriptionJudge ?? null,
    comparison: report.comparison,
  });
}

import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ruleOf, type Finding } from '@ropewalk/preflight';
import packageJson from '../../../../package.json' with { type: 'json' };
import { jsonText } from '../../../output/json-text.ts';
import { findingsOf, type CheckReport } from '../check-report.ts';
import { plainFinding } from './plain-finding.ts';
import { relativePath } from './relative-path.ts';

/**
 * Findings as a SARIF log, which GitHub's code scanning and editors read.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog(report: CheckReport): string {
  const findings = findingsOf(report);
  const codes = [...new Set(findings.map(({ finding }) => finding.code))];
  const results = findings.map(({ finding, path }) => ({
    ruleId: finding.code,
    ruleIndex: codes.indexOf(finding.code),
    level: finding.severity,
    message: { text: plainFinding(finding) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: 1 } } }],
    partialFingerprints: { 'ropewalk/v1': fingerprint(finding) },
  }));
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'ropewalk', semanticVersion: packageJson.version, rules: codes.map(describe) } }, columnKind: 'utf16CodeUnits', results }],
  });
}

function describe(code: string): object {
  const rule = ruleOf(code);
  if (rule === undefined) return { id: code, shortDescription: { text: 'A distribution can be read.' }, defaultConfiguration: { level: 'error' } };
  return {
    id: code,
    shortDescription: { text: rule.title },
    fullDescription: { text: `${rule.title} Source: ${rule.source}.` },
    help: { text: rule.remedy },
    defaultConfiguration: { level: rule.severity },
  };
}

function fingerprint({ code, file, release, message }: Finding): string {
  return createHash('sha256').update(JSON.stringify([code, file, release, message])).digest('hex');
}

function uriOf(path: string): string {
  const way = relativePath(path);
  return isAbsolute(way) || way.startsWith('../') ? pathToFileURL(path).href : way.split('/').map(encodeURIComponent).join('/');
}

import checkReportSchema from 'ropewalk/schema/check-report.json' with { type: 'json' };
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { buildSdist, buildWheel } from '@ropewalk-tests/archives';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { expectDescribed } from './closed-schema.ts';
import { folderWith, inDist } from './dist-folder.ts';

const hostileText = 'a\u001b[31m\u202eb %0A::error::x [link](https://evil.example) <img src=x> `c` @all';
const hostile = buildWheel({ headers: [`Classifier: ${hostileText}`] });
const fine = buildSdist();

async function checked(format: string, files = inDist(hostile, fine)): Promise<{ readonly stdout: string; readonly status: number | null }> {
  return ropewalk(['check', '--offline', '--format', format], { cwd: await folderWith(files) });
}

/** What of SARIF 2.1.0 is written here, as the specification has it. */
const sarifSchema = {
  type: 'object', additionalProperties: false, required: ['version', 'runs'],
  properties: {
    $schema: { type: 'string' }, version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object', additionalProperties: false, required: ['tool', 'results'],
        properties: {
          tool: {
            type: 'object', additionalProperties: false, required: ['driver'],
            properties: {
              driver: {
                type: 'object', additionalProperties: false, required: ['name'],
                properties: { name: { type: 'string' }, semanticVersion: { type: 'string' }, rules: { type: 'array', uniqueItems: true, items: { type: 'object', required: ['id'] } } },
              },
            },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: {
            type: 'array',
            items: {
              type: 'object', additionalProperties: false, required: ['message'],
              properties: {
                ruleId: { type: 'string' }, ruleIndex: { type: 'integer', minimum: 0 }, level: { enum: ['none', 'note', 'warning', 'error'] },
                message: { type: 'object', additionalProperties: false, required: ['text'], properties: { text: { type: 'string' } } },
                locations: {
                  type: 'array',
                  items: {
                    type: 'object', additionalProperties: false,
                    properties: {
                      physicalLocation: {
                        type: 'object', additionalProperties: false,
                        properties: {
                          artifactLocation: { type: 'object', properties: { uri: { type: 'string', pattern: '^[A-Za-z0-9._~%/!$&\'()*+,;=:@-]+$' } } },
                          region: { type: 'object', properties: { startLine: { type: 'integer', minimum: 1 } } },
                        },
                      },
                    },
                  },
                },
                partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  },
};

describe('check --format', () => {
  test('json says everything, and what is in it survives', async () => {
    const { stdout } = await checked('json');

    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ schema: 'urn:ropewalk:schema:check-report:1', index: 'pypi', passed: false, strict: false, counts: { releases: 1, files: 2, errors: 1, warnings: expect.any(Number) } });
    expect(report.releases[0]).toMatchObject({ title: 'demo 1.0', name: 'demo', version: '1.0' });
    expect(report.releases[0].files[0]).toMatchObject({ path: 'dist/demo-1.0-py3-none-any.whl', sizeBytes: hostile.bytes.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(report.releases[0].files[0].findings[0]).toMatchObject({ code: 'CLASSIFIER_UNKNOWN', severity: 'error', index: 'pypi', remedy: expect.any(String), source: expect.any(String) });
  });

  test.each([
    ['findings and strays', { ...inDist(hostile, fine), 'dist/SHA256SUMS': Buffer.from('x') }],
    ['a clean release', inDist(buildWheel(), fine)],
    ['files of no release', { 'dist/notes.txt': Buffer.from('x') }],
  ])('json has the form that is published, with %s', async (_, files) => {
    const { stdout } = await checked('json', files);

    expectDescribed(stdout, checkReportSchema);
  });

  test('github writes one command for each finding, and nothing of a file can become another', async () => {
    const { stdout, status } = await checked('github');

    const commands = stdout.split('\n').filter((line) => line.startsWith('::'));
    expect(commands[0]).toMatch(/^::error file=dist\/demo-1\.0-py3-none-any\.whl,title=CLASSIFIER_UNKNOWN::/);
    expect(commands[0]).toContain('%250A');
    for (const command of commands) expect(command).toMatch(/^::(?:error|warning) file=[^:,]+,title=[A-Z_]+::/);
    expect(stdout).toMatch(/2 files in 1 release: 1 error, \d+ warnings?\n$/);
    expect(status).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('github escapes names of files', async () => {
    const name = 'dist/a,b:c%0A\n::error::x.whl';
    const { stdout } = await checked('github', { [name]: Buffer.from('hello') });

    expect(stdout).toContain('file=dist/a%2Cb%3A%3Ac'.replace('%3A%3A', '%3A'));
    expect(stdout.split('\n').filter((line) => line.startsWith('::error::'))).toEqual([]);
  });

  test('gitlab writes a code quality report with distinct fingerprints', async () => {
    const { stdout } = await checked('gitlab');

    const issues: readonly { readonly fingerprint: string }[] = JSON.parse(stdout);
    expect(issues[0]).toEqual({
      description: expect.stringContaining('is not a classifier'),
      check_name: 'CLASSIFIER_UNKNOWN',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      severity: 'critical',
      location: { path: 'dist/demo-1.0-py3-none-any.whl', lines: { begin: 1 } },
    });
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  test('gitlab is an empty list when there is nothing', async () => {
    expect(JSON.parse((await checked('gitlab', inDist(buildWheel(), fine))).stdout)).toEqual([]);
  });

  test('sarif writes a log as SARIF 2.1.0 has it', async () => {
    const { stdout } = await checked('sarif', { ...inDist(hostile, fine), 'dist/odd näme %.txt': Buffer.from('x') });

    const log = JSON.parse(stdout);
    const validate = new Ajv().compile(sarifSchema);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    const [{ tool, results }] = log.runs;
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(results.map((result: { readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }] }) => result.locations[0].physicalLocation.artifactLocation.uri)).toContain('dist/odd%20n%C3%A4me%20%25.txt');
  });

  test.each(['text', 'json', 'github', 'gitlab', 'sarif'])('%s lets no escape sequence or bidirectional mark through', async (format) => {
    expect((await checked(format)).stdout).not.toMatch(/[\u001b\u202e]/);
  });

  test.each(['gitlab', 'sarif'])('%s lets no file link or mark up what a forge shows', async (format) => {
    expect((await checked(format)).stdout).not.toMatch(/\]\(https|<img|`c`|@all/);
  });
});

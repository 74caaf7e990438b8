import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simpleUrlFor } from '../src/index.ts';
import { parseSimpleHtml } from '../src/simple-html.ts';
import { parseSimpleJson } from '../src/simple-json.ts';

const page = new URL('https://index.example/simple/demo/');
const sha256 = '526a7ccfee60897af43ec5be3f0a874c8fe09a17a53e5e796fc5d14dfa3c0216';

describe('a page in JSON', () => {
  test('as PyPI sends it, is read with everything it says', () => {
    const project = parseSimpleJson(
      {
        meta: { 'api-version': '1.4', '_last-serial': 1 },
        name: 'demo',
        'project-status': { status: 'archived' },
        versions: ['1.0'],
        files: [
          {
            filename: 'demo-1.0-py3-none-any.whl',
            url: 'https://files.example/demo-1.0-py3-none-any.whl',
            hashes: { sha256: sha256.toUpperCase() },
            'requires-python': '>=3.9',
            size: 3341,
            'upload-time': '2026-11-25T12:00:00.123456Z',
            yanked: 'broken',
            provenance: 'https://index.example/integrity/demo/1.0/demo-1.0-py3-none-any.whl/provenance',
          },
          { filename: 'demo-1.0.tar.gz', url: '../../files/demo-1.0.tar.gz', hashes: {}, 'requires-python': null, yanked: false, provenance: null },
        ],
      },
      page,
    );

    expect(project).toEqual({
      name: 'demo',
      url: page,
      apiVersion: '1.4',
      status: 'archived',
      files: [
        {
          filename: 'demo-1.0-py3-none-any.whl',
          url: new URL('https://files.example/demo-1.0-py3-none-any.whl'),
          sha256,
          size: 3341,
          uploadTime: new Date('2026-11-25T12:00:00.123Z'),
          yanked: { reason: 'broken' },
          requiresPython: '>=3.9',
          provenanceUrl: new URL('https://index.example/integrity/demo/1.0/demo-1.0-py3-none-any.whl/provenance'),
        },
        { filename: 'demo-1.0.tar.gz', url: new URL('https://index.example/files/demo-1.0.tar.gz') },
      ],
    });
  });

  test('leaves out entries that are no files, and members that are odd', () => {
    const files = [null, 7, { filename: 'a' }, { filename: '../evil.whl', url: 'x' }, { filename: 'b\u001b[2J', url: 'x' }, { filename: 'ok', url: 'https://[' }, { filename: 'ok', url: 'x', size: -1, hashes: [], 'upload-time': 'soon', provenance: 5, yanked: 3 }];

    const project = parseSimpleJson({ meta: { 'api-version': '1.0' }, name: 'demo', files }, page);

    expect(project.files).toEqual([{ filename: 'ok', url: new URL('https://index.example/simple/demo/x') }]);
  });

  test('never fails in an uncoded way', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parseSimpleJson(value, page);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INDEX_UNEXPECTED_ANSWER' });
        }
      }),
    );
  });
});

describe('a page in HTML', () => {
  test('of pypiserver is read', () => {
    const html = `<!DOCTYPE html>\n<html lang="en">\n<head><title>Links for demo</title></head>\n<body><h1>Links for demo</h1>\n<a href="/packages/demo-1.0-py3-none-any.whl#sha256=${sha256}">demo-1.0-py3-none-any.whl</a><br>\n</body></html>`;

    expect(parseSimpleHtml(html, 'demo', page).files).toEqual([{ filename: 'demo-1.0-py3-none-any.whl', url: new URL('https://index.example/packages/demo-1.0-py3-none-any.whl'), sha256 }]);
  });

  test('of devpi and PyPI is read: relative links, entities, attributes', () => {
    const html = `<html><head><meta name="pypi:repository-version" content="1.3"><base href="/b/"></head>
      <!-- <a href="hidden-1.0.tar.gz">hidden</a> --><script>if (a<b) {}</script>
      <A data-requires-python='&gt;=3.9' DATA-YANKED="a &quot;reason&quot; > none" data-provenance=https://index.example/p?a=1&amp;b=2
         href=demo-1.0.tar.gz#sha256=${sha256}>shortened...</a><a>no link</a><a href="other/">a folder</a>
      <a href="demo%2B1-1.0.zip" data-yanked>x</a>`;

    const project = parseSimpleHtml(html, 'demo', page);

    expect(project.apiVersion).toBe('1.3');
    expect(project.files).toEqual([
      {
        filename: 'demo-1.0.tar.gz',
        url: new URL('https://index.example/b/demo-1.0.tar.gz'),
        sha256,
        yanked: { reason: 'a "reason" > none' },
        requiresPython: '>=3.9',
        provenanceUrl: new URL('https://index.example/p?a=1&b=2'),
      },
      { filename: 'demo+1-1.0.zip', url: new URL('https://index.example/b/demo%2B1-1.0.zip'), yanked: { reason: '' } },
    ]);
  });

  test('that is empty but of an index is a project without files', () => {
    expect(parseSimpleHtml('<title>Links for demo</title>', 'demo', page).files).toEqual([]);
    expect(() => parseSimpleHtml('<title>Welcome</title>', 'demo', page)).toThrow(expect.objectContaining({ code: 'INDEX_UNEXPECTED_ANSWER' }));
    expect(() => parseSimpleHtml('<meta name="pypi:repository-version" content="2.0">', 'demo', page)).toThrow(expect.objectContaining({ code: 'INDEX_UNEXPECTED_ANSWER' }));
  });

  test('is read in time that grows with its length, whatever is in it', () => {
    for (const piece of ['<!--', '<a "', '<a href="', '<', '&#', '<a b=\'']) {
      const startedAt = performance.now();
      try {
        parseSimpleHtml(`Links for x ${piece.repeat(300_000)}`, 'demo', page);
      } catch (error) {
        expect(error).toMatchObject({ code: 'INDEX_UNEXPECTED_ANSWER' });
      }
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    }
  });

  test('never fails in an uncoded way', () => {
    const piece = fc.constantFrom('<a href="', 'demo-1.0.whl', '">', '</a>', '<!--', '-->', '<base href=', ' ', '&#x110000;', '&amp;', '%ff', '#sha256=', '<', '>', 'Links for');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          parseSimpleHtml(pieces.join(''), 'demo', page);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INDEX_UNEXPECTED_ANSWER' });
        }
      }),
    );
  });
});

describe('the simple API of an upload URL', () => {
  test.each([
    ['https://upload.pypi.org/legacy/', 'https://pypi.org/simple/'],
    ['https://test.pypi.org/legacy/', 'https://test.pypi.org/simple/'],
    ['http://127.0.0.1:8080/legacy/', 'http://127.0.0.1:8080/simple/'],
    ['https://user:word@gitlab.example/api/v4/projects/7/packages/pypi', 'https://gitlab.example/api/v4/projects/7/packages/pypi/simple/'],
    ['https://art.example/artifactory/api/pypi/pypi-local', 'https://art.example/artifactory/api/pypi/pypi-local/simple/'],
    ['https://nexus.example/repository/pypi-hosted/', 'https://nexus.example/repository/pypi-hosted/simple/'],
    ['https://europe-west1-python.pkg.dev/proj/repo/', 'https://europe-west1-python.pkg.dev/proj/repo/simple/'],
    ['https://d-1.d.codeartifact.eu-west-1.amazonaws.com/pypi/repo/', 'https://d-1.d.codeartifact.eu-west-1.amazonaws.com/pypi/repo/simple/'],
    ['https://pkgs.dev.azure.com/org/proj/_packaging/feed/pypi/upload/', 'https://pkgs.dev.azure.com/org/proj/_packaging/feed/pypi/simple/'],
    ['https://codeberg.org/api/packages/me/pypi', 'https://codeberg.org/api/packages/me/pypi/simple/'],
    ['https://push.fury.io/me/', 'https://pypi.fury.io/me/'],
  ])('%s is %s', (upload, simple) => {
    expect(simpleUrlFor(new URL(upload))?.href).toBe(simple);
  });

  test('is unknown where the form does not show it', () => {
    expect(simpleUrlFor(new URL('http://127.0.0.1:8082/'))).toBeUndefined();
    expect(simpleUrlFor(new URL('http://127.0.0.1:8083/u/frozen/'))).toBeUndefined();
  });
});

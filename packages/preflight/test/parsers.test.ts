import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstAddress } from '../src/checks/email-address-list.ts';
import { findAddressFault } from '../src/checks/email-address.ts';
import { findEntryPointsFault } from '../src/checks/entry-points.ts';
import { readRecord } from '../src/checks/record.ts';
import { findUrlFault } from '../src/checks/url.ts';
import { parseDescriptionType } from '../src/description/description-type.ts';

test.each([
  ['a@b.org', 'a@b.org'],
  ['Ann <a@b.org>', 'a@b.org'],
  ['"Smith, Ann" <a@b.org> (home)', 'a@b.org'],
  ['John Doe', 'John'],
  ['a@b.org, c@d.org', ''],
  ['Group: a@b.org;', 'a@b.org'],
  ['<a@b.org', 'a@b.org'],
  ['Ann (the <a@b.org>', ''],
  ['a@[127.0.0.1]', ''],
  ['a@b@c.org', ''],
  ['', ''],
])('picks out of %j the address %j', (header, address) => {
  expect(firstAddress(header)).toBe(address);
});

test.each(['a@b.org', "o'neil+tag@sub.b-c.org", 'é@b.org', 'a@é.org', 'a@xn--9ca.org', `${'x'.repeat(100)}@b.org`])('takes the address %j', (address) => {
  expect(findAddressFault(address)).toBeUndefined();
});

test.each(['a', '@b.org', 'a@', 'a@b', 'a b@c.org', 'a.@b.org', '"a"@b.org', 'a@[1.2.3.4]', 'a@-b.org', 'a@b_c.org', 'a@b.123', 'a@b.local', 'a@x.invalid', `a@${'b'.repeat(64)}.org`, `${'x'.repeat(250)}@b.org`])('refuses the address %j', (address) => {
  expect(findAddressFault(address)).toBeDefined();
});

test.each(['http://a', 'HTTPS://a.b/c d?e=%', 'http:', 'http:///x', 'https://u:p@h:1/', 'http://a:b/', 'http://256.1.1.1', 'http://[::1]:80/'])('takes the URL %j', (url) => {
  expect(findUrlFault(url)).toBeUndefined();
});

test.each(['', 'a.b', '//a.b', 'ftp://a', 'git+https://a', '<http://a>', 'http://a:65536', 'http://a/[b]', 'http://a?b=[c]', 'http://[::1]:99999/'])('refuses the URL %j', (url) => {
  expect(findUrlFault(url)).toBeDefined();
});

test.each([
  ['a,b,1\nb\\c,,\n', ['a', 'b/c']],
  ['"a,b",x,1\n"say ""x""",,\n', ['a,b', 'say "x"']],
  ['a\u2028b\n', ['a', 'b']],
  ['"a\nb",\n', ['ab']],
  ['', []],
])('reads the names of the RECORD %j', (text, names) => {
  expect(readRecord(text)).toEqual(new Set(names));
});

test.each([['a\n\nb\n', 'blank-line'], ['\n', 'blank-line'], [`"${'x'.repeat(131_073)}"\n`, 'malformed']])('does not read a RECORD that breaks the index', (text, answer) => {
  expect(readRecord(text)).toBe(answer);
});

test('reads content types as the index does', () => {
  expect(parseDescriptionType('Text/Markdown; charset="UTF-8"; VARIANT=GFM; variant=x')).toEqual({ type: 'text/markdown', parameters: new Map([['charset', 'UTF-8'], ['variant', 'GFM']]) });
  expect(parseDescriptionType('markdown')).toMatchObject({ type: 'text/plain' });
});

test('no parser hangs or throws', () => {
  const piece = fc.oneof(fc.constantFrom('"', '\\', '(', ')', '<', '>', '@', '.', ',', ';', ':', '[', ']', '=', '\n', '\r', ' ', '#', '//', 'http', 'a', 'xn--', 'é', '%'), fc.string({ maxLength: 3 }));
  fc.assert(fc.property(fc.array(piece, { maxLength: 150 }).map((parts) => parts.join('')), (text) => {
    findAddressFault(firstAddress(text));
    findUrlFault(text);
    findEntryPointsFault({ path: 'entry_points.txt', text, isUtf8: true });
    readRecord(text);
    parseDescriptionType(text);
  }), { numRuns: 500 });
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isCodedError } from '@ropewalk/core';
import { publisherKinds as kinds } from '@ropewalk/oidc/publisher';
import { parseAttestation } from '@ropewalk/pep740';
import { shippedTrustedRoot } from '@ropewalk/trusted-root';
import { report } from '@ropewalk/verifier';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { describe, expect, test } from 'vitest';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

const file = 'pypi_attestations-0.0.19.tar.gz';
const publisher = { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'release.yml' };
const trustedRoot = shippedTrustedRoot();

describe.skipIf(!hasFixtures())('a real attestation', () => {
  const text = hasFixtures() ? readFileSync(fixture('pypi', `${file}.publish.attestation`), 'utf8') : '{}';
  const sibling = hasFixtures() ? (JSON.parse(readFileSync(fixture('pypi', `${file}.slsa.attestation`), 'utf8')) as Json) : {};
  const stranger = hasFixtures() ? (JSON.parse(readFileSync(fixture('pypi', 'gitlab_oidc_project-0.0.3.tar.gz.publish.attestation'), 'utf8')) as Json) : {};
  const sha256 = hasFixtures() ? createHash('sha256').update(readFileSync(fixture('pypi', file))).digest('hex') : '';
  const original = JSON.parse(text) as Json;
  const paths = pathsOf(original);
  const unchanged = JSON.stringify(original);

  /** `verified`, or why not. Anything but a coded refusal fails the test. */
  const verdict = (changed: string): string => {
    try {
      const outcome = report({ distribution: { filename: file, sha256 }, attestation: parseAttestation(changed), publisher, kinds, trustedRoot });
      return outcome.verified ? 'verified' : (outcome.mismatches[0]?.code ?? 'refused without a reason');
    } catch (error) {
      if (isCodedError(error)) return error.code;
      throw error;
    }
  };
  const accepted = (changes: readonly (readonly [string, string])[]): readonly string[] =>
    changes.filter(([, changed]) => changed !== unchanged && verdict(changed) === 'verified').map(([name]) => name);
  const withValue = (path: Path, value: Json | undefined): string => JSON.stringify(replaced(original, path, value));

  test('verifies as it is', () => {
    expect(verdict(text)).toBe('verified');
    expect(paths.length).toBeGreaterThan(25);
  });

  test('is refused when any field is left out', () => {
    expect(accepted(paths.map((path) => [path.join('.'), withValue(path, undefined)]))).toEqual([]);
  });

  test('is refused when any field is of another type', () => {
    const values: readonly Json[] = [null, true, false, 0, -1, 1.5, '', 'x', [], {}, [[]], { a: 1 }];

    // Equal values in another of protobuf JSON's spellings stay equal; none of these is.
    expect(accepted(paths.flatMap((path) => values.map((value) => [`${path.join('.')} = ${JSON.stringify(value)}`, withValue(path, value)] as const)))).toEqual([]);
  });

  test.each([
    ['of the same release', () => sibling],
    ['of another project', () => stranger],
  ])('is refused with any field from a real attestation %s', (_, other) => {
    // Facts that are the same in both are no change: the version, the kind of entry, the log.
    expect(accepted(paths.map((path) => [path.join('.'), withValue(path, valueAt(other(), path))]))).toEqual([]);
  });

  test('is refused when any text is a little different', () => {
    const changes = textPaths(original).flatMap(([path, value]) =>
      [value.slice(0, -1), `${value}A`, `A${value}`, value.toLowerCase(), value.split('').toReversed().join(''), `${value}\u0000`]
        .filter((changed) => changed !== value)
        .map((changed) => [`${path.join('.')}: ${changed.slice(0, 20)}`, withValue(path, changed)] as const),
    );

    expect(accepted(changes)).toEqual([]);
  });

  test('is refused when any bit of any decoded value is flipped', () => {
    const changes = textPaths(original)
      .filter(([, value]) => isBase64(value))
      .flatMap(([path, value]) => {
        const bytes = Buffer.from(value, 'base64');
        // Every byte of short values; a spread of the long ones, so that the test stays short.
        const step = Math.max(1, Math.floor(bytes.length / 80));
        return range(0, bytes.length, step).map((at) => [`${path.join('.')}[${at}]`, withValue(path, flipped(bytes, at).toString('base64'))] as const);
      });

    expect(changes.length).toBeGreaterThan(800);
    expect(accepted(changes)).toEqual([]);
  });

  test('is refused when any character of the checkpoint is changed', () => {
    const path = ['verification_material', 'transparency_entries', 0, 'inclusionProof', 'checkpoint', 'envelope'];
    const value = String(valueAt(original, path));
    const changes = range(0, value.length, 1).flatMap((at) => [
      [`without ${at}`, withValue(path, value.slice(0, at) + value.slice(at + 1))] as const,
      [`changed ${at}`, withValue(path, `${value.slice(0, at)}${value[at] === 'x' ? 'y' : 'x'}${value.slice(at + 1)}`)] as const,
    ]);

    expect(accepted(changes)).toEqual([]);
  });

  test('is refused when any number is another', () => {
    const numbers = textPaths(original).filter(([, value]) => /^\d+$/.test(value));
    const changes = numbers.flatMap(([path, value]) =>
      [`${Number(value) + 1}`, `${Number(value) - 1}`, `-${value}`, `+${value}`, `0${value}`, `${value}.0`, ` ${value}`, `${value}e0`, `0x${value}`, '9'.repeat(400)].map(
        (changed) => [`${path.join('.')} = ${changed.slice(0, 30)}`, withValue(path, changed)] as const,
      ),
    );

    expect(numbers.length).toBeGreaterThanOrEqual(4);
    expect(accepted(changes)).toEqual([]);
  });

  test('is refused when any value is huge', () => {
    const huge = 'QUFB'.repeat(200_000);

    expect(accepted(paths.map((path) => [path.join('.'), withValue(path, huge)]))).toEqual([]);
    expect(accepted(paths.map((path) => [path.join('.'), withValue(path, 'deep').replace('"deep"', `${'['.repeat(5000)}${']'.repeat(5000)}`)]))).toEqual([]);
  });

  test('is refused when any key appears twice, even with the same value', () => {
    const keys = paths.filter((path) => typeof path.at(-1) === 'string');
    const changes = keys.map((path) => [path.join('.'), doubled(original, path)] as const);

    expect(changes.every(([, changed]) => changed.length > text.length)).toBe(true);
    expect(accepted(changes)).toEqual([]);
  });

  test('is refused when base64 is in another alphabet, unpadded or has stray bits', () => {
    const changes = textPaths(original)
      .filter(([, value]) => isBase64(value))
      .flatMap(([path, value]) =>
        [value.replaceAll('+', '-').replaceAll('/', '_'), value.replace(/=+$/, ''), `${value}=`, strayBits(value), `${value.slice(0, 4)}*${value.slice(4)}`]
          .filter((changed) => changed !== value)
          .map((changed) => [`${path.join('.')}: ${changed.slice(-12)}`, withValue(path, changed)] as const),
      );

    expect(accepted(changes)).toEqual([]);
  });

  test('is refused when the log entry says more than it may, or the same in a way that not all read', () => {
    const entry = ['verification_material', 'transparency_entries', 0];

    expect(
      accepted([
        ['an unknown key', withValue([...entry, 'note'], 'x')],
        ['an unknown key that says nothing', withValue([...entry, 'note'], null)],
        ['the same index under another name', withValue([...entry, 'log_index'], '1')],
        ['an unknown key in the proof', withValue([...entry, 'inclusionProof', 'note'], 'x')],
        ['an integer as a number', withValue([...entry, 'logIndex'], 153454663)],
        ['a time as a number', withValue([...entry, 'integratedTime'], 1733354041)],
      ]),
    ).toEqual([]);
  });

  test('is accepted with what is irrelevant, which is this and no more', () => {
    const certificate = ['verification_material', 'certificate'];
    const irrelevant: readonly (readonly [string, string])[] = [
      // PEP 740 lets anyone add keys, and says that readers ignore them.
      ['unknown key in the attestation', withValue(['note'], 'x')],
      ['unknown key in the material', withValue(['verification_material', 'note'], 'x')],
      ['unknown key in the envelope', withValue(['envelope', 'note'], 'x')],
      // JSON's own white space, and the order of keys.
      ['white space around', ` ${JSON.stringify(original, undefined, 2)}\n`],
      ['keys in another order', JSON.stringify(Object.fromEntries(Object.entries(original as object).toReversed()))],
      // Line breaks in base64: early producers wrote them, and the bytes are the same.
      ['line breaks in base64', withValue(certificate, String(valueAt(original, certificate)).replaceAll(/(.{76})/g, '$1\n'))],
    ];

    expect(accepted(irrelevant)).toEqual(irrelevant.map(([name]) => name));
  });
});

function pathsOf(value: Json, path: Path = []): readonly Path[] {
  const children: readonly (readonly [string | number, Json])[] = Array.isArray(value) ? [...value.entries()] : typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [...(path.length === 0 ? [] : [path]), ...children.flatMap(([name, child]) => pathsOf(child, [...path, name]))];
}

function textPaths(value: Json): readonly (readonly [Path, string])[] {
  return pathsOf(value).flatMap((path) => {
    const found = valueAt(value, path);
    return typeof found === 'string' ? [[path, found] as const] : [];
  });
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((current, name) => {
    if (Array.isArray(current)) return typeof name === 'number' ? current[name] : undefined;
    return typeof current === 'object' && current !== null ? current[String(name)] : undefined;
  }, value);
}

/** A copy with one value replaced, or taken out. */
function replaced(value: Json, path: Path, put: Json | undefined): Json {
  const copy = structuredClone(value);
  const parent = valueAt(copy, path.slice(0, -1));
  const name = path.at(-1) ?? '';
  if (Array.isArray(parent)) parent.splice(Number(name), 1, ...(put === undefined ? [] : [put]));
  else if (typeof parent === 'object' && parent !== null && put === undefined) delete parent[String(name)];
  else if (typeof parent === 'object' && parent !== null && put !== undefined) parent[String(name)] = put;
  return copy;
}

/** The text with one key written twice. */
function doubled(value: Json, path: Path): string {
  const marker = 'e9d7c0a1-marker';
  const key = String(path.at(-1));
  const marked = JSON.stringify(replaced(value, [...path.slice(0, -1), marker], valueAt(value, path) ?? null));
  return marked.replace(`"${marker}":`, `"${key}":`);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
  return copy;
}

/** Another spelling of the same bytes that sloppy decoders take. */
function strayBits(value: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const match = /^(.*)(.)(=+)$/s.exec(value);
  if (match === null) return value;
  const [, head = '', last = '', padding = ''] = match;
  return `${head}${alphabet[alphabet.indexOf(last) + 1] ?? last}${padding}`;
}

function isBase64(value: string): boolean {
  return value.length >= 20 && Buffer.from(value, 'base64').toString('base64') === value;
}

function range(start: number, end: number, step: number): readonly number[] {
  return Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => start + index * step);
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { PUBLISH_PREDICATE_TYPE } from '@ropewalk/pep740';
import { describe, expect, test } from 'vitest';
import { attestationsInBundles } from '../src/index.ts';
import { startWorld, statement } from './world.ts';

const sha256Of = (index: number) => index.toString(16).padStart(64, '0');

describe('a file of bundles', () => {
  test('may be one bundle, or one on each line', async () => {
    const world = await startWorld();
    const signer = world.signer();
    const bundles = [await signer.sign(statement(1)), await signer.sign(statement(2))];
    await world.close();

    const one = attestationsInBundles(JSON.stringify(bundles[0], undefined, 2), { source: 'a.json', sha256: sha256Of(1) });
    const lines = attestationsInBundles(`${bundles.map((bundle) => JSON.stringify(bundle)).join('\n')}\n`, { source: 'a.jsonl', sha256: sha256Of(2) });

    expect(one).toMatchObject({ found: [{ position: 1, predicateType: PUBLISH_PREDICATE_TYPE }], unusable: [] });
    expect(lines).toMatchObject({ found: [{ position: 2 }], unusable: [] });
  });

  test('says which bundles cannot be attestations, and why', () => {
    const answer = attestationsInBundles('{"mediaType":"x"}\n{"other":1}', { source: 'a.jsonl', sha256: sha256Of(1) });

    expect(answer.found).toEqual([]);
    expect(answer.unusable).toMatchObject([{ position: 1, reason: expect.any(String) }, { position: 2 }]);
  });

  test.each([
    ['empty', ''],
    ['text', 'hello'],
    ['half a bundle', '{"mediaType":'],
    ['a list', '[]'],
  ])('is refused when it is %s', (_name, content) => {
    expect(() => attestationsInBundles(content, { source: 'a.jsonl', sha256: sha256Of(1) })).toThrow(expect.objectContaining({ code: 'BUNDLE_FILE_MALFORMED', message: expect.stringContaining('a.jsonl') }));
  });
});

describe.skipIf(!hasFixtures())('a bundle that was really published', () => {
  const bundle = () => readFileSync(fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl.sigstore'));
  const digest = () => createHash('sha256').update(readFileSync(fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl'))).digest('hex');

  test('is found for its file and for no other', () => {
    expect(attestationsInBundles(bundle(), { source: 'b', sha256: digest() }).found).toHaveLength(1);
    expect(attestationsInBundles(bundle(), { source: 'b', sha256: sha256Of(1) }).found).toEqual([]);
  });
});

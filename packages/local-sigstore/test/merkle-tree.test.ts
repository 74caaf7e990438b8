import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMerkleTree, leafHash } from '../src/index.ts';

const sha256 = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const node = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.from([1]), left, right);
const treeOf = (size: number) => {
  const tree = createMerkleTree();
  for (let index = 0; index < size; index += 1) tree.append(Buffer.from(`leaf ${index}`));
  return tree;
};

/** RFC 9162, section 2.1.3.2: the verifier's algorithm, which knows nothing of how the proof was made. */
function rootFromProof(leaf: Uint8Array, index: number, size: number, proof: readonly Uint8Array[]): Uint8Array {
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (sn === 0) throw new Error('The proof is too long.');
    if (fn % 2 === 1 || fn === sn) {
      hash = node(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else {
      hash = node(hash, sibling);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  if (sn !== 0) throw new Error('The proof is too short.');
  return hash;
}

/** RFC 9162, section 2.1.4.2. */
function isConsistent(first: number, second: number, firstRoot: Uint8Array, secondRoot: Uint8Array, proof: readonly Uint8Array[]): boolean {
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof];
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  const start = path.shift();
  if (start === undefined) return false;
  let [fr, sr]: [Uint8Array, Uint8Array] = [start, start];
  for (const hash of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [node(hash, fr), node(hash, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else {
      sr = node(sr, hash);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && Buffer.from(fr).equals(firstRoot) && Buffer.from(sr).equals(secondRoot);
}

describe('a Merkle tree', () => {
  test('has the root of RFC 6962 when it is empty, has one leaf and has three', () => {
    const [a, b, c] = [leafHash(Buffer.from('leaf 0')), leafHash(Buffer.from('leaf 1')), leafHash(Buffer.from('leaf 2'))];

    expect(createMerkleTree().root()).toEqual(sha256());
    expect(treeOf(1).root()).toEqual(a);
    expect(treeOf(3).root()).toEqual(node(node(a, b), c));
  });

  test('proves every leaf of every size to a verifier that follows the RFC', () => {
    const sizes = fc.integer({ min: 1, max: 70 }).chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));

    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 20 }), ([size, index], later) => {
        const tree = treeOf(size + later);
        const root = rootFromProof(leafHash(Buffer.from(`leaf ${index}`)), index, size, tree.inclusionProof(index, size));
        expect(Buffer.from(root)).toEqual(Buffer.from(tree.root(size)));
      }),
    );
  });

  test('proves that it only ever grew', () => {
    const sizes = fc.integer({ min: 1, max: 70 }).chain((second) => fc.tuple(fc.integer({ min: 1, max: second }), fc.constant(second)));

    fc.assert(
      fc.property(sizes, ([first, second]) => {
        const tree = treeOf(second);
        const proof = tree.consistencyProof(first, second);
        expect(first === second ? proof.length === 0 : isConsistent(first, second, tree.root(first), tree.root(second), proof)).toBe(true);
      }),
    );
  });

  test('refuses to prove what it does not hold', () => {
    expect(() => treeOf(3).inclusionProof(3)).toThrow(TypeError);
    expect(() => treeOf(0).inclusionProof(0)).toThrow(TypeError);
    expect(() => treeOf(3).consistencyProof(4)).toThrow(TypeError);
  });
});

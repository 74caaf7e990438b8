import { createHash } from 'node:crypto';

/** An append-only Merkle tree as RFC 6962, section 2 defines it (SHA-256). */
export interface MerkleTree {
  readonly size: number;
  /** Adds a leaf and returns its index. */
  append(leaf: Uint8Array): number;
  /** The root over the first `size` leaves. Default: all of them. */
  root(size?: number): Uint8Array;
  /** The audit path of leaf `index` in the tree of the first `size` leaves, from the leaf upwards. */
  inclusionProof(index: number, size?: number): readonly Uint8Array[];
  /** The proof that the first `first` leaves are a prefix of the first `second`. */
  consistencyProof(first: number, second?: number): readonly Uint8Array[];
}

/** Makes an empty tree. */
export function createMerkleTree(): MerkleTree {
  const leaves: Uint8Array[] = [];
  const complete = new Map<string, Uint8Array>();

  function hashRange(start: number, end: number): Uint8Array {
    if (end === start) return createHash('sha256').digest();
    const only = leaves[start];
    if (end - start === 1 && only !== undefined) return only;
    // A range whose width is a power of two is a finished subtree: its hash never changes.
    const key = isPowerOfTwo(end - start) ? `${start}-${end}` : undefined;
    const known = key === undefined ? undefined : complete.get(key);
    if (known !== undefined) return known;
    const middle = start + largestPowerOfTwoBelow(end - start);
    const hash = nodeHash(hashRange(start, middle), hashRange(middle, end));
    if (key !== undefined) complete.set(key, hash);
    return hash;
  }

  function path(index: number, start: number, end: number): Uint8Array[] {
    if (end - start === 1) return [];
    const middle = start + largestPowerOfTwoBelow(end - start);
    return index < middle
      ? [...path(index, start, middle), hashRange(middle, end)]
      : [...path(index, middle, end), hashRange(start, middle)];
  }

  function subProof(first: number, start: number, end: number, whole: boolean): Uint8Array[] {
    const size = end - start;
    if (first === size) return whole ? [] : [hashRange(start, end)];
    const split = largestPowerOfTwoBelow(size);
    return first <= split
      ? [...subProof(first, start, start + split, whole), hashRange(start + split, end)]
      : [...subProof(first - split, start + split, end, false), hashRange(start, start + split)];
  }

  return {
    get size() {
      return leaves.length;
    },
    append(leaf) {
      return leaves.push(leafHash(leaf)) - 1;
    },
    root: (size = leaves.length) => hashRange(0, within(size, 0, leaves.length)),
    inclusionProof: (index, size = leaves.length) =>
      path(within(index, 0, within(size, 1, leaves.length) - 1), 0, size),
    consistencyProof: (first, second = leaves.length) =>
      subProof(within(first, 1, within(second, 1, leaves.length)), 0, second, true),
  };
}

/** The hash of a leaf: SHA-256(0x00 ‖ leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return createHash('sha256').update(Buffer.from([0])).update(leaf).digest();
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash('sha256').update(Buffer.from([1])).update(left).update(right).digest();
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

function largestPowerOfTwoBelow(value: number): number {
  return 2 ** Math.ceil(Math.log2(value) - 1);
}

function within(value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TypeError(`${value} is not between ${least} and ${most}: the tree has no such place.`);
}

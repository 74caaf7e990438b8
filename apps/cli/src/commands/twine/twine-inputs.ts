import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isCodedError } from '@ropewalk/core';
import { readDistribution, type Distribution } from '@ropewalk/distribution';
import { TwineError } from './twine-error.ts';

/** The files of an upload, sorted out. */
export interface TwineInputs {
  /** Wheels first. */
  readonly distributions: readonly string[];
  /** Attestations by the distribution's path. */
  readonly attestations: ReadonlyMap<string, readonly string[]>;
  /** Signatures (`.asc`) by their names. */
  readonly signatures: ReadonlyMap<string, string>;
}

/** Expands patterns as twine does: what exists is taken, anything else is a pattern that must match something. */
export async function expandPatterns(patterns: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const pattern of patterns) {
    if (existsSync(pattern)) {
      files.push(pattern);
      continue;
    }
    const matches: string[] = [];
    for await (const path of glob(pattern)) if (!basename(path).startsWith('.')) matches.push(path);
    matches.sort();
    if (matches.length === 0) throw new TwineError('InvalidDistribution', `Cannot find file (or expand pattern): '${pattern}'`);
    files.push(...matches);
  }
  return [...files.filter((file) => file.endsWith('.whl')), ...files.filter((file) => !file.endsWith('.whl'))];
}

/** @throws {@link TwineError} When attestations are asked for and a distribution has none. */
export function sortInputs(files: readonly string[], options: { readonly attestations: boolean }): TwineInputs {
  const signatures = new Map(files.filter((file) => file.endsWith('.asc')).map((file) => [basename(file), file]));
  const attestationFiles = files.filter((file) => /^.+\..*\.attestation$/.test(basename(file)));
  const distributions = files.filter((file) => !file.endsWith('.asc') && !attestationFiles.includes(file));
  if (distributions.length === 0) {
    throw new TwineError('InvalidDistribution', 'Cannot upload signed files by themselves, must upload with a corresponding distribution file.');
  }
  const attestations = new Map<string, readonly string[]>();
  if (options.attestations) {
    for (const path of distributions) {
      const own = attestationFiles.filter((file) => basename(file).startsWith(basename(path)));
      if (own.length === 0) throw new TwineError('InvalidDistribution', `Upload with attestations requested, but ${path} has no associated attestations`);
      attestations.set(path, own);
    }
  }
  return { distributions, attestations, signatures };
}

/** @throws {@link TwineError} `InvalidDistribution` */
export async function readTwineDistribution(path: string): Promise<Distribution> {
  const name = basename(path);
  try {
    const distribution = await readDistribution(path);
    const { metadataVersion, name: project, version } = distribution.metadata;
    if (metadataVersion === undefined) throw noMetadata(path, distribution.type);
    const missing = [project === undefined ? "'name' is a required field" : '', version === undefined ? "'version' is a required field" : ''].filter((problem) => problem !== '');
    if (missing.length > 0) throw new TwineError('InvalidDistribution', `Invalid distribution metadata: ${missing.join('; ')}`);
    return distribution;
  } catch (error) {
    if (!isCodedError(error)) throw error;
    if (error.code === 'METADATA_MISSING') throw noMetadata(path, name.endsWith('.whl') ? 'wheel' : 'sdist', error);
    if (error.code === 'DISTRIBUTION_NOT_FOUND') throw new TwineError('InvalidDistribution', `Cannot find file (or expand pattern): '${path}'`, error);
    const isUnknown = error.code === 'DISTRIBUTION_TYPE_UNKNOWN' || error.code === 'DISTRIBUTION_IS_DIRECTORY';
    throw new TwineError('InvalidDistribution', isUnknown ? `Unknown distribution format: '${name}'` : `Invalid distribution file: '${name}'`, error);
  }
}

/** Reads the attestations of one distribution. @throws {@link TwineError} `InvalidDistribution` */
export async function readAttestations(paths: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const path of paths) {
    const text = (await readBeside(path)).toString('utf8');
    try {
      JSON.parse(text);
      texts.push(text.trim());
    } catch (cause) {
      throw new TwineError('InvalidDistribution', `invalid JSON in attestation: ${path}`, cause);
    }
  }
  return texts;
}

/** Reads a file that goes with a distribution. @throws {@link TwineError} `InvalidDistribution` */
export async function readBeside(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new TwineError('InvalidDistribution', `Cannot read file: '${path}'`, cause);
  });
}

function noMetadata(path: string, type: 'wheel' | 'sdist', cause?: unknown): TwineError {
  const file = type === 'wheel' ? 'METADATA' : 'PKG-INFO';
  return new TwineError('InvalidDistribution', `No ${file} in archive or ${file} missing 'Metadata-Version': ${path}`, cause);
}

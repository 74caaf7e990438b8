import { createHash } from 'node:crypto';
import { isCodedError } from '@ropewalk/core';
import { parseJson, type JsonValue } from '@ropewalk/encoding';
import type { DsseContent, MessageContent } from '../bundle/parsed-bundle.ts';
import { at } from '../log/entry-body.ts';
import type { Artifact } from '../options.ts';
import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** The bundle is about the artifact given. */
export const artifactDigest: Step = {
  code: 'ARTIFACT_DIGEST',
  title: 'the bundle is about this artifact',
  check({ bundle: { content }, options: { artifact } }) {
    if (artifact === undefined) {
      if (content.type === 'dsse') return 'left to the caller';
      throw refuse('ARTIFACT_DIGEST', 'The bundle signs an artifact directly, and none was given.');
    }
    return content.type === 'dsse' ? subjectOf(content, digestOf(artifact, 'sha256')) : sameDigest(content, artifact);
  },
};

function sameDigest(content: MessageContent, artifact: Artifact): string {
  const actual = digestOf(artifact, content.algorithm);
  const expected = content.digest.toString('hex');
  if (actual !== expected) throw refuse('ARTIFACT_DIGEST', 'The bundle is about another artifact.', { expected, actual });
  return `${content.algorithm} ${actual}`;
}

function subjectOf(content: DsseContent, sha256: string): string {
  const subjects = at(statementOf(content.payload), 'subject');
  const listed = Array.isArray(subjects) && (subjects as readonly JsonValue[]).some((subject) => at(subject, 'digest', 'sha256') === sha256);
  if (!listed) throw refuse('ARTIFACT_DIGEST', 'The statement is not about this artifact.', { actual: sha256 });
  return `sha256 ${sha256}`;
}

function statementOf(payload: Buffer): JsonValue {
  try {
    return parseJson(payload);
  } catch (cause) {
    if (!isCodedError(cause)) throw cause;
    throw refuse('ARTIFACT_DIGEST', 'The statement cannot be read.', { cause });
  }
}

function digestOf(artifact: Artifact, algorithm: MessageContent['algorithm']): string {
  if ('bytes' in artifact) return createHash(algorithm).update(artifact.bytes).digest('hex');
  if (algorithm === 'sha256') return artifact.sha256;
  throw refuse('ARTIFACT_DIGEST', `The bundle states a ${algorithm} digest, and only a sha256 of the artifact was given.`);
}

import { readFile } from 'node:fs/promises';
import type { HttpClient, Publisher } from '@ropewalk/core';
import { inspectDistribution } from '@ropewalk/distribution';
import { createHttpClient } from '@ropewalk/http';
import { startLocalCi, type LocalCi, type LocalCiOptions } from '@ropewalk/local-ci';
import { startLocalIndex, type LocalIndex, type LocalIndexOptions } from '@ropewalk/local-index';
import { startLocalSigstore, type LocalSigstore } from '@ropewalk/local-sigstore';
import { parsePublisher, publisherKinds } from '@ropewalk/oidc/publisher';
import { attestationFrom } from '@ropewalk/pep740';
import { checkRelease } from '@ropewalk/preflight';
import { parseTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';
import { verify } from '@ropewalk/verifier';

/** The audience of the rehearsal's index: no real index has it, so a token made here is worth nothing elsewhere. */
export const rehearsalAudience = 'rehearsal';

/** A CI, a Sigstore and an index on loopback, and a client that reaches nothing else. */
export interface World {
  readonly ci: LocalCi;
  readonly sigstore: LocalSigstore;
  readonly index: LocalIndex;
  readonly trustedRoot: TrustedRoot;
  readonly http: HttpClient;
  close(): Promise<void>;
}

/** How a {@link World} may differ from a good one. */
export interface WorldOptions {
  /** How the index differs from one that behaves as PyPI does: its audience, publishers, limits, profile … */
  readonly index?: Partial<LocalIndexOptions>;
  /** How the CI systems differ: the names of their issuers. */
  readonly ci?: LocalCiOptions;
}

/**
 * Starts the loopback world. Its index takes releases of `projects` from `publisher`, judges them by PyPI's rules and
 * verifies their attestations.
 */
export async function openWorld(projects: readonly string[], publisher: Publisher, options: WorldOptions = {}): Promise<World> {
  const http = createHttpClient({ loopbackOnly: true, env: {}, userAgent: 'ropewalk-rehearsal' });
  const open: { close(): Promise<void> }[] = [http];
  const closeAll = async (): Promise<void> => void (await Promise.all(open.map((part) => part.close())));
  const opened = async <Part extends { close(): Promise<void> }>(starting: Promise<Part>): Promise<Part> => {
    const part = await starting;
    open.push(part);
    return part;
  };
  try {
    const ci = await opened(startLocalCi(options.ci));
    const sigstore = await opened(startLocalSigstore({ http, issuers: ci.issuers }));
    const trustedRoot = parseTrustedRoot(JSON.stringify(sigstore.trustedRoot), { source: 'the rehearsal' });
    const index = await opened(startLocalIndex({ ...indexOptions({ http, ci, projects, publisher, trustedRoot }), ...options.index }));
    return { ci, sigstore, index, trustedRoot, http, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface IndexParts {
  readonly http: HttpClient;
  readonly ci: LocalCi;
  readonly projects: readonly string[];
  readonly publisher: Publisher;
  readonly trustedRoot: TrustedRoot;
}

function indexOptions({ http, ci, projects, publisher, trustedRoot }: IndexParts): LocalIndexOptions {
  return {
    http,
    issuers: ci.issuers,
    audience: rehearsalAudience,
    publishers: projects.map((project) => ({ project, publisher })),
    verifyAttestation: async (upload) => {
      verify({
        distribution: { filename: upload.filename, sha256: upload.sha256 },
        attestation: attestationFrom(upload.attestation),
        publisher: parsePublisher(upload.publisher),
        kinds: publisherKinds,
        trustedRoot,
      });
    },
    checkDistribution: async ({ filename, path }) => {
      const findings = checkRelease([await inspectDistribution({ filename, bytes: await readFile(path) })]);
      return findings.find(({ severity }) => severity === 'error')?.message;
    },
  };
}

import { readFile, stat } from 'node:fs/promises';
import type { HttpClient } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import packageJson from '../../package.json' with { type: 'json' };
import { CommandError } from '../command-error.ts';

/** Certificates for connections, by the paths of their files. */
export interface Certificates {
  /** Trusted besides those of Node and of the system. */
  readonly authorities: readonly string[];
  /** Certificate and key in one file. */
  readonly client: string | undefined;
}

/** Variables by which other tools are told of more certificate authorities. */
const authorityVariables = ['ROPEWALK_CERT', 'TWINE_CERT', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'SSL_CERT_FILE'];

/** The files that the environment names; folders of certificates, which OpenSSL reads and Node does not, are left out. */
export async function authoritiesOf(env: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  const named = authorityVariables.map((name) => env[name]).filter((path) => path !== undefined && path !== '');
  const files: string[] = [];
  for (const path of new Set(named)) {
    if (path !== undefined && (await stat(path).catch(() => undefined))?.isDirectory() !== true) files.push(path);
  }
  return files;
}

/** @throws {@link CommandError} `CONFIGURATION_CERTIFICATE` when a file cannot be read or holds no certificate. */
export async function openHttpClient({ authorities, client }: Certificates): Promise<HttpClient> {
  const pems = await Promise.all(authorities.map((path) => readPem(path, ['CERTIFICATE'])));
  const own = client === undefined ? undefined : await readPem(client, ['CERTIFICATE', 'PRIVATE KEY']);
  return createHttpClient({
    userAgent: `ropewalk/${packageJson.version}`,
    ...(pems.length === 0 ? {} : { certificateAuthorities: pems }),
    ...(own === undefined ? {} : { clientCertificate: { certificate: own, key: own } }),
  });
}

async function readPem(path: string, needed: readonly string[]): Promise<string> {
  const text = await readFile(path, 'latin1').catch((cause: unknown) => {
    throw unusable(path, 'cannot be read', cause);
  });
  const missing = needed.find((kind) => !new RegExp(`-----BEGIN [A-Z0-9 ]*${kind}-----`).test(text));
  if (missing !== undefined) throw unusable(path, `holds no ${missing.toLowerCase()} in PEM form`);
  return text;
}

function unusable(path: string, why: string, cause?: unknown): CommandError {
  return new CommandError({
    code: 'CONFIGURATION_CERTIFICATE',
    message: `The certificate file ${path} ${why}.`,
    remedy: 'Name a PEM file: certificates for --cert, a certificate and its key for --client-cert.',
    cause,
  });
}

import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { servers } from './build-servers.ts';
import { startIssuerFront } from './issuer-front.ts';
import { encryptedKey, fulcioAuthority } from './pki.ts';
import { createProcesses, freePort, type Processes } from './processes.ts';

/** The real Fulcio, CT log and Rekor v1, running on loopback. */
export interface RealSigstore {
  readonly fulcioUrl: URL;
  readonly rekorUrl: URL;
  /** `trusted_root.json` for these three. */
  readonly trustedRoot: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

const ORIGIN = 'rekor.real.localhost';
const PASSPHRASE = 'only for this run';

/**
 * Starts them, with fresh keys and empty logs.
 *
 * @param issuers - From issuer to the address of its keys, as `local-ci` gives it.
 */
export async function startRealSigstore(issuers: ReadonlyMap<string, URL>): Promise<RealSigstore> {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-real-sigstore-'));
  const processes = createProcesses(folder);
  try {
    return await startAll(issuers, { folder, processes });
  } catch (error) {
    // The folder stays: it holds what the servers said.
    await processes.close();
    throw error;
  }
}

async function startAll(
  issuers: ReadonlyMap<string, URL>,
  { folder, processes }: { readonly folder: string; readonly processes: Processes },
): Promise<RealSigstore> {
  const { root, intermediate } = await fulcioAuthority();
  const rootPem = root.certificate.toString('pem');
  await writeFile(join(folder, 'root.pem'), rootPem);
  await writeFile(join(folder, 'chain.pem'), `${intermediate.certificate.toString('pem')}\n${rootPem}\n`);
  await writeFile(join(folder, 'intermediate.key'), encryptedKey(intermediate, PASSPHRASE));
  const front = await startIssuerFront(hostsOf(await readFile(servers.fulcioConfiguration, 'utf8')), issuers);
  await writeFile(join(folder, 'issuers.pem'), front.authorityPem);

  const trillian = await startTrillian(processes);
  const certificateLog = await startCertificateLog(processes, { folder, trillian });
  const rekorUrl = await startRekor(processes, trillian);
  const fulcioUrl = await startFulcio(processes, { folder, certificateLogUrl: certificateLog.url, proxyUrl: front.proxyUrl });

  const rekorKeyPem = await (await fetch(new URL('api/v1/log/publicKey', rekorUrl))).text();
  const start = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, '');
  const rawBytes = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, '');
  return {
    fulcioUrl,
    rekorUrl,
    trustedRoot: {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [logOf(`https://${ORIGIN}`, rawBytes(rekorKeyPem), start)],
      certificateAuthorities: [
        {
          subject: { organization: 'ropewalk.localhost', commonName: 'real' },
          uri: fulcioUrl.href,
          certChain: { certificates: [intermediate, root].map(({ certificate }) => ({ rawBytes: certificate.toString('base64') })) },
          validFor: { start },
        },
      ],
      ctlogs: [logOf(certificateLog.url.href, certificateLog.publicKey, start)],
      timestampAuthorities: [],
    },
    async close() {
      await processes.close();
      await front.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Trillian {
  readonly port: number;
  readonly trees: ReadonlyMap<string, string>;
}

async function startTrillian(processes: Processes): Promise<Trillian> {
  const port = await freePort();
  const child = processes.start('trillian', servers.trillian, ['--address', `127.0.0.1:${port}`, 'certificates', 'entries']);
  if (child.stdout === null) throw new Error('Trillian has no output to read.');
  const trees = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const [name = '', id = ''] = line.split(' ');
    trees.set(name, id);
    if (trees.size === 2) return { port, trees };
  }
  throw new Error('Trillian ended before its trees were made.');
}

async function startCertificateLog(
  processes: Processes,
  { folder, trillian }: { readonly folder: string; readonly trillian: Trillian },
): Promise<{ readonly url: URL; readonly publicKey: string }> {
  const port = await freePort();
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = privateKey.export({ type: 'sec1', format: 'der' }).toString('hex').replaceAll(/../g, '\\x$&');
  const configuration = `config {
  log_id: ${trillian.trees.get('certificates')}
  prefix: "log"
  roots_pem_file: "${join(folder, 'root.pem')}"
  ext_key_usages: "CodeSigning"
  max_merge_delay_sec: 86400
  private_key: { [type.googleapis.com/keyspb.PrivateKey] { der: "${der}" } }
}
`;
  await writeFile(join(folder, 'ct.cfg'), configuration);
  await writeFile(join(folder, 'ct.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  processes.start('ct', servers.certificateLog, [
    '--logtostderr',
    `--log_config=${join(folder, 'ct.cfg')}`,
    `--log_rpc_server=127.0.0.1:${trillian.port}`,
    `--http_endpoint=127.0.0.1:${port}`,
  ]);
  const url = new URL(`http://127.0.0.1:${port}/log`);
  await processes.ready('ct', new URL(`${url.href}/ct/v1/get-sth`));
  return { url, publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
}

async function startRekor(processes: Processes, trillian: Trillian): Promise<URL> {
  const port = await freePort();
  processes.start('rekor', servers.rekor, [
    'serve',
    '--log_type=prod',
    '--rekor_server.address=127.0.0.1',
    `--port=${port}`,
    `--rekor_server.hostname=${ORIGIN}`,
    '--rekor_server.signer=memory',
    '--trillian_log_server.address=127.0.0.1',
    `--trillian_log_server.port=${trillian.port}`,
    `--trillian_log_server.tlog_id=${trillian.trees.get('entries')}`,
    '--enable_retrieve_api=false',
    '--enabled_api_endpoints=getLogInfo,getPublicKey,getLogProof,createLogEntry,getLogEntryByIndex,getLogEntryByUUID,searchLogQuery',
  ]);
  const url = new URL(`http://127.0.0.1:${port}/`);
  await processes.ready('rekor', new URL('api/v1/log', url));
  return url;
}

async function startFulcio(
  processes: Processes,
  { folder, certificateLogUrl, proxyUrl }: { readonly folder: string; readonly certificateLogUrl: URL; readonly proxyUrl: URL },
): Promise<URL> {
  const [port, grpcPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
  processes.start(
    'fulcio',
    servers.fulcio,
    [
      'serve',
      '--log_type=prod',
      '--host=127.0.0.1',
      `--port=${port}`,
      '--grpc-host=127.0.0.1',
      `--grpc-port=${grpcPort}`,
      `--metrics-port=${metricsPort}`,
      '--ca=fileca',
      `--fileca-cert=${join(folder, 'chain.pem')}`,
      `--fileca-key=${join(folder, 'intermediate.key')}`,
      `--fileca-key-passwd=${PASSPHRASE}`,
      '--fileca-watch=false',
      `--ct-log-url=${certificateLogUrl.href}`,
      `--ct-log-public-key-path=${join(folder, 'ct.pub')}`,
      `--config-path=${servers.fulcioConfiguration}`,
    ],
    // It asks the production issuers, whose names end at the front; only this one process is made to believe so.
    { HTTPS_PROXY: proxyUrl.href, SSL_CERT_FILE: join(folder, 'issuers.pem'), NO_PROXY: '' },
  );
  const url = new URL(`http://127.0.0.1:${port}/`);
  await processes.ready('fulcio', new URL('healthz', url));
  return url;
}

/** Every host that the configuration names as an issuer. */
function hostsOf(configuration: string): readonly string[] {
  const hosts = [...configuration.matchAll(/issuer-url: https:\/\/([\w.-]+)/g)].map(([, host = '']) => host);
  return [...new Set(hosts)];
}

function logOf(baseUrl: string, publicKey: string, start: string): object {
  const keyId = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('base64');
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: publicKey, keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: { start } },
    logId: { keyId },
  };
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the binaries are kept, outside the repository: building them takes minutes. `ROPEWALK_SERVERS` overrides it. */
export const serversFolder: string = process.env['ROPEWALK_SERVERS'] ?? join(homedir(), '.cache', 'ropewalk', 'sigstore-servers');

/** The newest versions that build with Go 1.26. */
const FULCIO = { module: 'github.com/sigstore/fulcio', version: 'v1.8.8' };
const REKOR = { module: 'github.com/sigstore/rekor', version: 'v1.5.4' };
const CT_LOG = { module: 'github.com/google/certificate-transparency-go', version: 'v1.4.0' };

const trillianSource = fileURLToPath(new URL('trillian-in-memory', import.meta.url));

/** The binaries, named with their versions so that a new version is a new file. */
export const servers = {
  fulcio: join(serversFolder, 'fulcio-1.8.8'),
  /** Fulcio's own production configuration, unchanged. */
  fulcioConfiguration: join(serversFolder, 'fulcio-1.8.8.yaml'),
  rekor: join(serversFolder, 'rekor-server-1.5.4'),
  certificateLog: join(serversFolder, 'ct_server-1.4.0'),
  trillian: join(serversFolder, `trillian-in-memory-1.8.0-${digestOf(trillianSource)}`),
} as const;

/** Builds what is not there yet, from the projects' own modules. Needs Go and a module proxy. */
export function buildServers(): void {
  mkdirSync(serversFolder, { recursive: true });
  install(servers.fulcio, `${FULCIO.module}@${FULCIO.version}`, 'fulcio');
  install(servers.rekor, `${REKOR.module}/cmd/rekor-server@${REKOR.version}`, 'rekor-server');
  install(servers.certificateLog, `${CT_LOG.module}/trillian/ctfe/ct_server@${CT_LOG.version}`, 'ct_server');
  if (!existsSync(servers.trillian)) {
    go(['build', ...flags, '-o', servers.trillian, '.'], { cwd: trillianSource });
  }
  if (!existsSync(servers.fulcioConfiguration)) {
    const { Dir } = JSON.parse(go(['mod', 'download', '-json', `${FULCIO.module}@${FULCIO.version}`], { cwd: serversFolder }));
    copyFileSync(join(Dir, 'config', 'identity', 'config.yaml'), servers.fulcioConfiguration);
  }
}

/** Tells one state of a folder's files from another. */
function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

const flags = ['-trimpath', '-ldflags', '-s -w'];

function install(binary: string, target: string, name: string): void {
  if (existsSync(binary)) return;
  const folder = `${binary}.building`;
  console.warn(`Building ${target} …`);
  go(['install', ...flags, target], { cwd: serversFolder, env: { GOBIN: folder } });
  renameSync(join(folder, name), binary);
  rmSync(folder, { recursive: true });
}

function go(args: readonly string[], options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> }): string {
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', ...options.env };
  const { status, error, stdout, stderr } = spawnSync('go', args, { cwd: options.cwd, env, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`go ${args[0]} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
  return stdout;
}

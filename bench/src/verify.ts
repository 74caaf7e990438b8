// How many real attestations are verified per second on one thread, from JSON text to verdict: a new certificate each
// time, and one certificate for many files; beside PyPI's own verifier in the same run, and beside the floor that the
// raw operations of node:crypto set. Needs the fixtures; Python is left out where its environment cannot be made.
import { createHash, generateKeyPairSync, sign, verify as verifySignature, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { publisherKinds as kinds } from '@ropewalk/oidc/publisher';
import { parseAttestation, serializeAttestation } from '@ropewalk/pep740';
import { shippedTrustedRoot } from '@ropewalk/trusted-root';
import { verify } from '@ropewalk/verifier';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { preparePython } from '@ropewalk-tests/interop/python.ts';
import { forge, sample } from '@ropewalk-tests/verification/forge.ts';
import { createWorld } from '@ropewalk-tests/verification/world.ts';

const filename = 'pypi_attestations-0.0.19.tar.gz';
const slices = 6;
const publisher = { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'release.yml' };

const pythonProgram = `
import json, sys, time
import pypi_attestations._impl as impl
from pypi_attestations import Attestation, Distribution, GitHubPublisher
case = json.load(sys.stdin)
kept = impl.Verifier.production(offline=True)
impl.Verifier.production = classmethod(lambda cls, offline=False: kept)
publisher = GitHubPublisher(repository="trailofbits/pypi-attestations", workflow="release.yml")
distribution = Distribution(name=case["filename"], digest=case["sha256"])
def once():
    Attestation.model_validate_json(case["attestation"]).verify(publisher, distribution, offline=True)
for _ in range(50):
    once()
rates = []
for _ in range(6):
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < 0.5:
        once()
        count += 1
    rates.append(count / (time.perf_counter() - start))
print(max(rates))
`;

if (!isMainThread) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not a window
  parentPort?.postMessage(ratePerSecond(realOnce(), Number(workerData)));
} else if (hasFixtures()) {
  await main();
}

async function main(): Promise<void> {
  const seconds = 3;
  const remembered = ratePerSecond(realOnce(), seconds);
  const fresh = ratePerSecond(await freshOnce(), seconds);
  const floor = floors(1);
  const python = await pythonRate();
  const againstPython = (rate: number, aim: number): string => (python === undefined ? '' : `, ${(rate / python).toFixed(2)} × Python (aim ≥ ${aim} ×)`);

  line('one certificate for many files', remembered, `${(remembered / floor.remembered).toFixed(2)} of the floor (3 P-256: ${floor.remembered.toFixed(0)}/s)${againstPython(remembered, 2.2)}`);
  line('a certificate never seen before', fresh, `${(fresh / floor.fresh).toFixed(2)} of the floor (4 P-256, 1 P-384: ${floor.fresh.toFixed(0)}/s)${againstPython(fresh, 1)}`);
  if (python !== undefined) line("PyPI's own verifier", python, 'one attestation again and again, its verifier kept');
  const threads = availableParallelism();
  const together = await threadedRate(threads, seconds);
  line(`${threads} worker threads`, together, `${(together / remembered).toFixed(2)} × one thread`);
}

function line(name: string, rate: number, remark: string): void {
  console.log(`${name.padEnd(34)} ${rate.toFixed(0).padStart(6)}/s  ${remark}`);
}

/** One verification of the real attestation, under a trusted root that is kept. */
function realOnce(): () => void {
  const { text, distribution } = real();
  const trustedRoot = shippedTrustedRoot();
  return () => {
    verify({ distribution, attestation: parseAttestation(text), publisher, kinds, trustedRoot });
  };
}

/** A verification of another attestation each time, each with a certificate of its own; more than are remembered. */
async function freshOnce(): Promise<() => void> {
  const world = await createWorld();
  const texts: string[] = [];
  for (let count = 0; count < 400; count += 1) texts.push(serializeAttestation(await forge(world)));
  const expected = { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml' };
  let next = 0;
  return () => {
    next = (next + 1) % texts.length;
    verify({ distribution: sample, attestation: parseAttestation(texts[next] ?? ''), publisher: expected, kinds, trustedRoot: world.trustedRoot });
  };
}

function real(): { readonly text: string; readonly distribution: { readonly filename: string; readonly sha256: string } } {
  const sha256 = createHash('sha256').update(readFileSync(fixture('pypi', filename))).digest('hex');
  return { text: readFileSync(fixture('pypi', `${filename}.publish.attestation`), 'utf8'), distribution: { filename, sha256 } };
}

/** The best of several slices: what the machine does when nothing else wants it. */
function ratePerSecond(once: () => void, seconds: number): number {
  for (let warm = 0; warm < 200; warm += 1) once();
  const rates = Array.from({ length: slices }, () => {
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < (seconds * 1000) / slices) {
      once();
      count += 1;
    }
    return (count / (performance.now() - start)) * 1000;
  });
  return Math.max(...rates);
}

function floors(seconds: number): { readonly remembered: number; readonly fresh: number } {
  const data = Buffer.alloc(600, 1);
  const signed = (namedCurve: string, hash: string): (() => boolean) => {
    const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ec', { namedCurve });
    const signature = sign(hash, data, privateKey);
    return () => verifySignature(hash, data, publicKey, signature);
  };
  const [small, large] = [signed('P-256', 'sha256'), signed('P-384', 'sha384')];
  // Promise, checkpoint and envelope; with a new certificate also certificate transparency and the authority's signature.
  const three = (): void => {
    for (let time = 0; time < 3; time += 1) small();
  };
  return {
    remembered: ratePerSecond(three, seconds),
    fresh: ratePerSecond(() => {
      three();
      small();
      large();
    }, seconds),
  };
}

async function threadedRate(threads: number, seconds: number): Promise<number> {
  const rates = await Promise.all(
    Array.from({ length: threads }, () => {
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: seconds });
      return new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
    }),
  );
  return rates.reduce((sum, rate) => sum + rate, 0);
}

/** PyPI's own verifier, from JSON text to verdict, with its verifier made once (it would otherwise read its trusted root each time). */
async function pythonRate(): Promise<number | undefined> {
  const python = await preparePython();
  const { text, distribution } = real();
  const result = await python?.run('python', ['-c', pythonProgram], { input: JSON.stringify({ ...distribution, attestation: text }) });
  if (result === undefined) return undefined;
  if (result.exitCode !== 0) throw new Error(`Python ended with ${result.exitCode}: ${result.output.slice(-300)}`);
  return Number(result.output.trim().split('\n').at(-1));
}

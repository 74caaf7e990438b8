// Run as a process of its own, so that the servers' work is not counted as the client's. `DELAY_MS` is added to each request
// of Fulcio, Rekor and the index. Each message starts a new world, without files, and is answered with the job in it.
import { openWorld, rehearsalAudience, rehearsalJobs, sampleRelease, rehearse, type World } from '@ropewalk/rehearsal';

/** A job in a fresh world. */
export interface SlowJob {
  /** The environment of the job, but for the trusted root, which is a file. */
  readonly env: Readonly<Record<string, string>>;
  readonly trustedRoot: object;
}

const delayMs = Number(process.env['DELAY_MS']);
let world: World | undefined;

// The servers' own first steps are not what is measured.
for await (const _ of rehearse(await sampleRelease()));

process.on('message', (project: string) => void open(project));
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function open(project: string): Promise<void> {
  await world?.close();
  world = await openWorld([project], rehearsalJobs.github.publisher);
  const { ci, sigstore, index } = world;
  for (const service of ['fulcio', 'rekor'] as const) sigstore.misbehave(service, { kind: 'slow', delayMs });
  for (const route of ['audience', 'mint', 'simple', 'upload'] as const) index.inject({ route, kind: { type: 'delay', milliseconds: delayMs }, times: Infinity });
  const repository = 'ropewalk-rehearsal/sample';
  const workflow = `${repository}/.github/workflows/release.yml@refs/tags/v1.0.0`;
  const job: SlowJob = {
    env: {
      ...ci.github({ repository, ref: 'refs/tags/v1.0.0', workflow_ref: workflow, job_workflow_ref: workflow }).env,
      ROPEWALK_REPOSITORY_URL: index.uploadUrl.href,
      ROPEWALK_AUDIENCE: rehearsalAudience,
      ROPEWALK_FULCIO_URL: sigstore.fulcioUrl.href,
      ROPEWALK_REKOR_URL: sigstore.rekorUrl.href,
    },
    trustedRoot: sigstore.trustedRoot,
  };
  process.send?.(job);
}

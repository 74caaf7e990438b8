import { attestationSupport, type SurveyedSource } from '@ropewalk/credentials';
import { normalizeName } from '@ropewalk/packaging';
import { whoami, type IndexStanding } from '@ropewalk/publish';
import { openDestinations } from '../../delivery/destinations.ts';
import { plainData } from '../../delivery/plain-data.ts';
import { audiencesOf, deliveryOptions } from '../../delivery/run-delivery.ts';
import { credentialPlaces } from '../../delivery/surroundings.ts';
import { exitCodes } from '../../exit-codes.ts';
import { chooseIdentity } from '../../identity/choose-identity.ts';
import { processConsole as console, styled } from '../../output/console.ts';
import { jsonText } from '../../output/json-text.ts';
import { printable } from '../../output/printable.ts';
import { listOption, textOption } from '../../text-option.ts';

/** `ropewalk whoami`: which source of credentials wins, and what the others have. */
export async function whoamiCommand(options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  const places = credentialPlaces(options);
  const open = await openDestinations(options, places);
  try {
    // Named by a person, it has to be readable whoever wins.
    if (textOption(options, 'configFile') !== undefined) await places.pypirc?.();
    const { provider } = await chooseIdentity(options, audiencesOf(options, open));
    const projects = listOption(options, 'project').map(normalizeName);
    const standings = await whoami({ ...deliveryOptions(options, open, places), ...(projects.length === 0 ? {} : { projects }), identity: provider, signal });
    if (options['json'] === true) console.data(jsonText(plainData({ schema: 'urn:ropewalk:schema:whoami:1', indexes: standings })));
    else for (const standing of standings) show(standing);
    return standings.every(({ winner }) => winner !== undefined) ? exitCodes.ok : exitCodes.identity;
  } finally {
    await open.close();
  }
}

function show(standing: IndexStanding): void {
  const { repositoryUrl, name, winner, problem, provider, sources } = standing;
  console.out(`${styled('bold', `${repositoryUrl.host}${repositoryUrl.pathname}`)}${name === undefined ? '' : ` (${printable(name)})`}`);
  if (winner === undefined) {
    console.out(`  nobody: ${printable(problem === undefined ? 'no source has a credential' : problem.message)}`);
    if (problem !== undefined) console.out(`  ${printable(problem.remedy)}`);
  } else {
    const who = winner.kind === 'minted' ? `the ${provider ?? 'CI'} job${repositoryOf(provider)}, by trusted publishing` : `${winner.username}, from ${winner.source}`;
    console.out(`  as ${printable(who)}`);
    const support = winner.kind === 'minted' ? 'made and sent: an index of trusted publishing takes them.' : attestationSupport(repositoryUrl, winner.kind).reason;
    console.out(`  attestations: ${printable(support)}`);
  }
  console.out();
  for (const source of sources) for (const line of sourceLines(source)) console.out(line);
  console.out();
}

/** What the environment says of the job; the token, which has the last word, is not asked for. */
function repositoryOf(provider: string | undefined): string {
  const variable = provider === 'github' ? 'GITHUB_REPOSITORY' : provider === 'gitlab' ? 'CI_PROJECT_PATH' : undefined;
  const repository = variable === undefined ? undefined : process.env[variable] || undefined;
  return repository === undefined ? '' : ` of ${repository}`;
}

function sourceLines(source: SurveyedSource): readonly string[] {
  const mark = source.status === 'wins' ? styled('green', '→') : ' ';
  return [`${mark} ${printable(source.name)}: ${printable(statusWords(source))}`, ...tokenLines(source)];
}

function statusWords({ status, reason, username, masked }: SurveyedSource): string {
  const who = username === undefined ? '' : masked === undefined ? username : `${username} ${masked}`;
  switch (status) {
    case 'wins':
      return `${who} (used)`;
    case 'unusable':
      return `${who} (first, but it cannot be used)`;
    case 'passed-over':
      return `${who} (not used: the one above is stronger)`;
    case 'ignored':
      return `ignored because ${reason ?? 'it is of no use'}`;
    case 'failed':
      return `failed: ${reason ?? 'it could not be read'}`;
    case 'not-asked':
      return `not asked: ${reason ?? 'not needed'}`;
    case 'none':
      return reason === undefined ? 'none' : `none: ${reason}`;
  }
}

/** What a PyPI token says of itself. */
function tokenLines({ token }: SurveyedSource): readonly string[] {
  if (token === undefined) return [];
  const projects = token.projects === undefined ? (token.hasProjectIds ? 'some projects, named by numbers' : 'every project of its user') : token.projects.join(', ');
  const expiry = token.expiresAt === undefined ? 'does not expire' : `expires ${token.expiresAt.toISOString()}`;
  return [`    a token of ${printable(token.index)} for ${printable(projects)}; ${expiry}${token.isComplete ? '' : '; it is not complete'}`];
}

import { createHttpClient } from '@ropewalk/http';
import { surveyCredentials, type CredentialSurvey } from '@ropewalk/credentials';
import { readSettings } from './settings.ts';
import { credentialRequest, identityFinder, type StandingOptions } from './standing.ts';

/** As whom a release would go to one index, and what every source of credentials has. Holds no secret, and no part of one. */
export interface IndexStanding extends CredentialSurvey {
  readonly name: string | undefined;
  /** The CI whose identity was found; `undefined` when it was not looked for, or there is none. */
  readonly provider: string | undefined;
}

/**
 * Tells as whom a release would be published, for every index. Opens no connection and spends no token.
 *
 * @throws `CredentialError` `CREDENTIAL_CONFLICT`; `PublishError` `CONFIGURATION_CONFLICT`
 */
export async function whoami(options: StandingOptions = {}): Promise<readonly IndexStanding[]> {
  const http = options.http ?? createHttpClient();
  const { destinations } = await readSettings(options, http);
  const findIdentity = identityFinder(options);
  const standings: IndexStanding[] = [];
  for (const destination of destinations) {
    let provider: string | undefined;
    const survey = await surveyCredentials({
      ...credentialRequest(destination, options),
      tokenSource: async () => {
        provider = (await findIdentity())?.identity.provider;
        return provider === undefined ? undefined : { token: () => Promise.reject(new TypeError('A survey asks for no token.')) };
      },
    });
    // The address may hold a secret.
    standings.push({ ...survey, repositoryUrl: destination.repositoryUrl, name: destination.name, provider });
  }
  return standings;
}

import { isCodedError, type HttpClient, type HttpResponse } from '@ropewalk/core';
import type { Credential } from '@ropewalk/credentials';
import { adviceFor } from './advice.ts';
import { textForm } from './multipart.ts';
import { generalRefusal, refusalOf } from './refusal.ts';
import { acceptedAnswers, type UploadPatience } from './send.ts';
import { sentSecrets } from './sent-secrets.ts';
import { serverText } from './server-text.ts';
import type { UploadError } from './upload-error.ts';
import type { UploadFile } from './upload-file.ts';

/**
 * From this size on the index is asked first. It takes about 13 s at 10 Mbit/s: below that, the upload itself tells soon
 * enough, and a question more would only be one more request.
 */
export const largeFileBytes: number = 16 * 1024 * 1024;

/** A question that is not answered by then is not worth waiting for, in milliseconds. */
const deadlineMs = 10_000;

/** Finds out in time that an index does not take a credential. */
export interface CredentialCheck {
  /** Why the index takes nothing with this credential; `undefined` when it does, or nobody can say. Asks once at most. */
  before(file: Pick<UploadFile, 'sizeBytes'>): Promise<UploadError | undefined>;
  /** The index has taken a file: nothing is left to ask. */
  passed(): void;
}

/** Whom to ask, and about what. */
export interface CredentialQuestion {
  readonly http: HttpClient;
  readonly repositoryUrl: URL;
  readonly credential: Credential | undefined;
  readonly patience: UploadPatience;
  readonly signal: AbortSignal | undefined;
}

/**
 * Makes the check of one run. Before the first large file it sends the form of an upload without any file, name or
 * version, of which no index can make anything: PyPI, devpi, pypiserver and Pulp look at who asks before they look at the
 * form, and Gitea and GitLab refuse the form first. A minted token is not asked about: it is fresh from the index.
 */
export function createCredentialCheck(question: CredentialQuestion): CredentialCheck {
  const { credential } = question;
  let answer: Promise<UploadError | undefined> | undefined;
  return {
    async before({ sizeBytes }) {
      if (credential === undefined || credential.kind === 'minted' || sizeBytes < largeFileBytes) return undefined;
      return (answer ??= ask(question, credential));
    },
    passed() {
      answer = Promise.resolve(undefined);
    },
  };
}

async function ask({ http, repositoryUrl, patience, signal }: CredentialQuestion, credential: Credential): Promise<UploadError | undefined> {
  const options = signal === undefined ? {} : { signal };
  const form = textForm([[':action', 'file_upload'], ['protocol_version', '1']]);
  try {
    const authorization = await credential.authorization(repositoryUrl, options);
    const response = await http.request({
      url: repositoryUrl,
      method: 'POST',
      headers: { 'content-type': form.contentType, accept: acceptedAnswers, authorization },
      body: form.text,
      timeoutMs: Math.min(deadlineMs, patience.answerMs),
      retries: 0,
      redirects: 0,
      ...options,
    });
    return refusalIn(response, credential, sentSecrets([repositoryUrl], authorization));
  } catch (error) {
    // No answer tells nothing: the upload has more patience, and says what is wrong if it meets the same.
    if (isCodedError(error)) return undefined;
    throw error;
  }
}

function refusalIn(response: HttpResponse, { source }: Credential, secrets: readonly string[]): UploadError | undefined {
  const said = serverText(response, secrets);
  if (!isAboutCredential(response.status, said)) return undefined;
  const subject = `The credential from ${source} (asked about before anything was sent)`;
  return refusalOf(subject, response, said, { ...generalRefusal(401), ...adviceFor(response.status, said) });
}

/** For indexes whose texts are in no table. Only what cannot be about the rights that a good credential has. */
const wrongCredential = /\b(?:bad|invalid|incorrect|wrong|unknown) (?:credentials?|password|user ?name|login)\b|\bcredentials? (?:was|were) not provided\b|\bauthentication (?:failed|required)\b/i;

// A 403 without such words may be about the missing file: what the credential is worth, only the upload can tell then.
function isAboutCredential(status: number, said: string): boolean {
  if (status === 401) return true;
  if (status !== 403) return false;
  const advice = adviceFor(status, said);
  return advice === undefined ? wrongCredential.test(said) : advice.code === 'UPLOAD_UNAUTHORIZED' && advice.scope === 'all';
}

import type { HttpResponse } from '@ropewalk/core';
import { setTimeout as pause } from 'node:timers/promises';
import { logEntryWrong } from './log-entry-wrong.ts';
import { entryOfAnswer, type LogEntry, type SignedContent } from './rekor-entry.ts';
import { askService, statusText, type Service } from './service-request.ts';
import { serviceText } from './service-text.ts';
import { SignerError } from './signer-error.ts';

/** An envelope to be logged. */
export interface LoggableEnvelope extends SignedContent {
  readonly payloadType: string;
}

const UUID = /[0-9a-f]{80}|[0-9a-f]{64}/;
/** An entry that exists may take a moment until it can be read. */
const FETCH_ATTEMPTS = 5;
const FETCH_PAUSE_MS = 500;

/**
 * Logs an envelope as a Rekor v1 `dsse` 0.0.1 entry. The same envelope is only ever logged once: when a reply was lost,
 * the log answers the repetition with a conflict, and the entry that exists is fetched and checked to be ours.
 *
 * @throws {@link SignerError} `REKOR_REFUSED`, `REKOR_UNAVAILABLE`, `LOG_ENTRY_WRONG`
 */
export async function logEnvelope(service: Service, envelope: LoggableEnvelope, signal?: AbortSignal): Promise<LogEntry> {
  const abort = signal === undefined ? {} : { signal };
  const response = await askService(service, 'api/v1/log/entries', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(proposedEntry(envelope)),
    ...abort,
  });
  const host = service.url.host;
  if (response.status === 201) return entryOfAnswer(response, envelope, host);
  if (response.status === 409) return entryOfAnswer(await fetchExisting(service, response, abort), envelope, host);
  throw new SignerError({
    code: 'REKOR_REFUSED',
    message: `Rekor at ${host} refused the log entry (${statusText(response)}).`,
    remedy: 'Check the address of Rekor: it must be a Rekor v1 that takes dsse entries.',
  });
}

function proposedEntry({ payload, payloadType, signature, certificatePem }: LoggableEnvelope): object {
  const envelope = { payload: Buffer.from(payload).toString('base64'), payloadType, signatures: [{ sig: signature }] };
  const verifiers = [Buffer.from(certificatePem).toString('base64')];
  return { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope: JSON.stringify(envelope), verifiers } } };
}

async function fetchExisting(
  service: Service,
  conflict: HttpResponse,
  abort: { readonly signal?: AbortSignal },
): Promise<HttpResponse> {
  // Only the identifier is taken from the answer: the address stays the one the operator chose.
  const place = conflict.headers['location'] ?? serviceText(conflict.text());
  const uuid = UUID.exec(place)?.[0];
  if (uuid === undefined) throw logEntryWrong(service.url.host, 'it exists already, but the log does not say where');
  for (let attempt = 1; ; attempt += 1) {
    const response = await askService(service, `api/v1/log/entries/${uuid}`, abort);
    if (response.status === 200) return response;
    if (response.status !== 404 || attempt === FETCH_ATTEMPTS) {
      throw logEntryWrong(service.url.host, `it exists already, but cannot be read (${statusText(response)})`);
    }
    await pause(FETCH_PAUSE_MS, undefined, abort);
  }
}

import { HttpError, type HttpClient, type HttpRequest, type HttpResponse } from '@ropewalk/core';

/** An answer in short. An `Error` is thrown: the answer is lost. */
export type Answer = Error | { readonly status?: number; readonly json?: unknown; readonly text?: string; readonly type?: string };

/** A client that answers by `METHOD host/path`, and notes what it was asked. A list of answers is used up one by one. */
export function scriptedHttp(script: Readonly<Record<string, Answer | readonly Answer[]>>): { readonly http: HttpClient; readonly requests: readonly HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const rest = new Map<string, Answer[]>();
  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    requests.push(asked);
    const name = `${asked.method ?? 'GET'} ${asked.url.host}${asked.url.pathname}`;
    const scripted = script[name] ?? { status: 404, text: 'Not Found' };
    const answers = rest.get(name) ?? [...(Array.isArray(scripted) ? (scripted as readonly Answer[]) : [scripted as Answer])];
    rest.set(name, answers);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) throw new TypeError(`no answer for ${name}`);
    if (answer instanceof Error) throw answer;
    return responseOf(answer, asked.url);
  };
  const stream = (): never => {
    throw new TypeError('not scripted');
  };
  return { http: { request, stream, close: async () => {} }, requests };
}

/** What a client throws when no answer comes. */
export function lost(): HttpError {
  return new HttpError({ code: 'HTTP_UNREACHABLE', message: 'The connection broke.', remedy: 'Try again.' });
}

function responseOf({ status = 200, json, text = JSON.stringify(json), type = 'application/json' }: Exclude<Answer, Error>, url: URL): HttpResponse {
  return {
    status,
    statusText: '',
    headers: { 'content-type': json === undefined && type === 'application/json' ? 'text/html' : type },
    url,
    body: Buffer.from(text),
    text: () => text,
    json: () => {
      try {
        return JSON.parse(text) as unknown;
      } catch (error) {
        throw new HttpError({ code: 'HTTP_UNEXPECTED_BODY', message: 'Not JSON.', remedy: 'Check the address.', cause: error });
      }
    },
  };
}

import type { HttpClient, HttpRequest } from '@ropewalk/core';

/** A client that notes every request before it is made. */
export function recordingClient(http: HttpClient, requests: HttpRequest[]): HttpClient {
  return {
    request: (request) => {
      requests.push(request);
      return http.request(request);
    },
    stream: (request) => {
      requests.push(request);
      return http.stream(request);
    },
    close: () => http.close(),
  };
}

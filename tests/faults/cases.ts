import type { Fault, SeenRequest } from './fault-proxy.ts';

/** A kind of trouble, and what must come of it. */
export interface FaultCase {
  readonly name: string;
  readonly faultFor: (request: SeenRequest) => Fault | undefined;
}

/** Does harm to the POSTs of which `isHit` says so. */
function onPosts(fault: Fault, isHit: (post: number) => boolean): FaultCase['faultFor'] {
  return ({ method, post }) => (method === 'POST' && isHit(post) ? fault : undefined);
}

const everyThird = (post: number): boolean => post % 3 === 1;

/** Trouble in passing: all files are stored in the end. */
export const passing: readonly FaultCase[] = [
  { name: 'reset before the body', faultFor: onPosts({ type: 'reset', share: 0 }, everyThird) },
  { name: 'reset in the middle of the body', faultFor: onPosts({ type: 'reset', share: 0.5 }, everyThird) },
  { name: 'reset after the body, which the index has', faultFor: onPosts({ type: 'reset', share: 1 }, everyThird) },
  { name: 'a reply that is lost', faultFor: onPosts({ type: 'reply-lost' }, everyThird) },
  { name: 'a reply that breaks off', faultFor: onPosts({ type: 'reply-truncated' }, everyThird) },
  { name: '500 three times in a row', faultFor: onPosts({ type: 'answer', status: '500 Internal Server Error' }, (post) => post <= 3) },
  { name: '502 with a page, now and then', faultFor: onPosts({ type: 'answer', status: '502 Bad Gateway', headers: ['content-type: text/html'], body: '<html><title>502</title></html>' }, everyThird) },
  { name: '429 with Retry-After', faultFor: onPosts({ type: 'answer', status: '429 Too Many Requests', headers: ['retry-after: 1'] }, everyThird) },
  { name: 'a transfer that stalls', faultFor: onPosts({ type: 'stall', share: 0.3 }, (post) => post === 2) },
  { name: 'a slow reader', faultFor: onPosts({ type: 'slow', pauseMs: 5 }, () => true) },
  {
    name: 'a simple API that cannot be read',
    faultFor: ({ method, path }) => (method === 'GET' && path.startsWith('/simple/') ? { type: 'answer', status: '500 Internal Server Error' } : undefined),
  },
];

/** Trouble that stays: nothing is stored, and the first file says why. */
export const lasting: readonly (FaultCase & { readonly code: string })[] = [
  { name: '500 for ever', faultFor: onPosts({ type: 'answer', status: '500 Internal Server Error' }, () => true), code: 'UPLOAD_UNAVAILABLE' },
  { name: 'resets for ever', faultFor: onPosts({ type: 'reset', share: 0.5 }, () => true), code: 'UPLOAD_UNAVAILABLE' },
  { name: 'a stall for ever', faultFor: onPosts({ type: 'stall', share: 0.3 }, () => true), code: 'UPLOAD_UNAVAILABLE' },
  { name: '429 for a day', faultFor: onPosts({ type: 'answer', status: '429 Too Many Requests', headers: ['retry-after: 86400'] }, () => true), code: 'UPLOAD_RATE_LIMITED' },
  { name: 'a web page with status 200', faultFor: onPosts({ type: 'answer', status: '200 OK', headers: ['content-type: text/html'], body: '<!doctype html><title>Welcome</title>' }, () => true), code: 'UPLOAD_WRONG_URL' },
  { name: 'a redirect in a circle', faultFor: onPosts({ type: 'answer', status: '308 Permanent Redirect', headers: ['location: /legacy/'] }, () => true), code: 'UPLOAD_REDIRECTED' },
  { name: 'a redirect to another origin', faultFor: onPosts({ type: 'answer', status: '307 Temporary Redirect', headers: ['location: https://elsewhere.example/legacy/'] }, () => true), code: 'UPLOAD_REDIRECTED' },
  { name: 'a token that is refused', faultFor: onPosts({ type: 'answer', status: '403 Forbidden', body: 'Invalid API Token: token is expired' }, () => true), code: 'UPLOAD_UNAUTHORIZED' },
];

export type { DownloadOptions } from './download.ts';
export { createIndexClient, type IndexClient, type IndexClientOptions } from './index-client.ts';
export { IndexError, type IndexErrorCode } from './index-error.ts';
export type { IndexFile, IndexProject } from './index-project.ts';
export { forbidUnsafeLink } from './links.ts';
export { parseSimpleHtml } from './simple-html.ts';
export { parseSimpleJson } from './simple-json.ts';
export { simpleUrlFor } from './simple-url-for.ts';

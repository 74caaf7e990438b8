export { discoverSimpleUrl, type DiscoverOptions } from './discover-simple-url.ts';
export type { DownloadOptions } from './download.ts';
export { createFileLookup, type FileLookup, type ListedFile } from './file-lookup.ts';
export { createIndexClient, type IndexClient, type IndexClientOptions } from './index-client.ts';
export { IndexError, type IndexErrorCode } from './index-error.ts';
export type { IndexFile, IndexProject } from './index-project.ts';
export type { IndexLogin, LoginSource, NoLogin } from './login.ts';
export { simpleUrlFor } from './simple-url-for.ts';
export { waitUntilServed, type AwaitedFile, type ServedFile, type WaitOptions } from './wait-until-served.ts';

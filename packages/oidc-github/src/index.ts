export { githubIdentity, type GithubIdentityOptions } from './identity.ts';

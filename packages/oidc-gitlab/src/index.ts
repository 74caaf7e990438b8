export { gitlabIdentity, type GitlabIdentityOptions } from './identity.ts';
export { variableFor } from './variable-for.ts';

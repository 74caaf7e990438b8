export { cloudBuildIdentity, type CloudBuildIdentityOptions } from './identity.ts';
export { isOnGoogleCloud, type SurroundingsOptions } from './is-on-google-cloud.ts';

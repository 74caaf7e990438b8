export { newestTrustedRoot, requireMaxAge } from './newest-trusted-root.ts';
export { parseTrustedRoot, type TrustedRootOrigin } from './parse-trusted-root.ts';
export { readTrustedRoot } from './read-trusted-root.ts';
export { shippedTrustedRoot } from './shipped-trusted-root.ts';
export { TrustedRootError, type TrustedRootErrorCode } from './trusted-root-error.ts';
export type { TrustedAuthority, TrustedLog, TrustedMaterial, TrustedRoot, Validity } from './trusted-root.ts';

export { isLocalAddressUrl, isLoopbackUrl, isMetadataUrl } from './addresses.ts';
export { isCertificateError } from './certificate-error.ts';
export type { ClientCertificate } from './client-certificate.ts';
export { abortableSleep } from './sleep.ts';
export { createHttpClient, type HttpClientOptions } from './http-client.ts';
export { plainText } from './plain-text.ts';
export { proxyFor } from './proxy.ts';
export { redact, shownUrl } from './redact.ts';
export { isRetryStatus, parseRetryAfter, retryPause, type RetryPauses } from './retry.ts';

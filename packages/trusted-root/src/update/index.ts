export { publicGoodRepository, type TufRepository } from './tuf-repository.ts';
export { updateTrustedRoot, type UpdateOptions } from './update-trusted-root.ts';

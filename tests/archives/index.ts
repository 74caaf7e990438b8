export { buildTar, buildTarGz, type TarEntry } from './tar.ts';
export { buildZip, type ZipEntryOptions, type ZipOptions } from './zip.ts';
export { buildSdist, buildWheel, metadataText, type DistributionParts } from './distributions.ts';

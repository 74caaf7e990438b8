import { readFile } from 'node:fs/promises';

/** Where {@link isOnGoogleCloud} looks. */
export interface SurroundingsOptions {
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The file in which the firmware names the machine. Default `/sys/class/dmi/id/product_name`. */
  readonly productNameFile?: string;
}

/** Variables that are set where the firmware's name cannot be read: another metadata server, Cloud Run services and jobs. */
const variables = ['GCE_METADATA_HOST', 'K_SERVICE', 'CLOUD_RUN_JOB'];

/** Tells whether this process runs on Google Cloud, from variables and the machine's own name: never over the network. */
export async function isOnGoogleCloud(options: SurroundingsOptions = {}): Promise<boolean> {
  const { env = process.env, productNameFile = '/sys/class/dmi/id/product_name' } = options;
  if (variables.some((name) => env[name])) return true;
  try {
    return /^Google(?: Compute Engine)?$/.test((await readFile(productNameFile, 'utf8')).trim());
  } catch {
    return false;
  }
}

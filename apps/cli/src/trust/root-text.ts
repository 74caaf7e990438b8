import type { TrustedRoot } from '@ropewalk/trusted-root';

/** A trusted root as the file that `--trusted-root` reads. */
export function rootText({ json }: TrustedRoot): string {
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

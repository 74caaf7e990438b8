import type { TrustedRoot } from '@ropewalk/trusted-root';
import { processConsole as console, rows, styled } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';
import { trustedRootAsData } from './trusted-root-as-data.ts';

/** Prints a trusted root for a person. */
export function showTrustedRoot(trustedRoot: TrustedRoot, more: readonly (readonly [string, string])[] = []): void {
  const { source, version, issuedAt, ageDays, services } = trustedRootAsData(trustedRoot);
  console.out(styled('bold', 'trusted root'));
  const facts = rows([
    ['from', source],
    ['version', version === undefined ? undefined : String(version)],
    ['confirmed', issuedAt === undefined ? undefined : `${issuedAt.toISOString()}, ${ageDays ?? 0} days ago`],
    ...more,
  ]);
  for (const line of facts) console.out(line);
  for (const { role, address, validFrom, validUntil } of services) {
    console.out(`  ${styled('dim', role)}  ${printable(address)}, valid from ${day(validFrom)}${validUntil === undefined ? '' : ` to ${day(validUntil)}`}`);
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

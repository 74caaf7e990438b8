import type { ArchiveDefectCode } from './archive-facts.ts';

/** PyPI looks into code up to this size. */
export const maxScannedBytes: number = 5 * 1024 * 1024;

const pyarmor = [
  '__pyarmor__(__name__, __file__,', '__pyarmor_enter__', '__pyarmor_exit__', '__pyarmor_assert__', '__pyarmor_bcc__',
];
const sourceDefender = ['---BEGIN PYE FILE---', '---END PYE FILE---'];

/** Tells whether PyPI reads a member of this name for encrypted code. */
export function isScanned(name: string): boolean {
  return /[^/]\.pye?$/i.test(name);
}

/**
 * Looks for code that PyPI refuses because it is encrypted.
 *
 * @see warehouse/utils/scanner_rules, 2026-08
 */
export function findEncryptedCode(content: Buffer): ArchiveDefectCode | undefined {
  if (content.length > maxScannedBytes) return undefined;
  if (content.includes('__pyarmor_') && pyarmor.some((mark) => content.includes(mark))) return 'PYARMOR';
  return sourceDefender.every((mark) => content.includes(mark)) ? 'SOURCEDEFENDER' : undefined;
}

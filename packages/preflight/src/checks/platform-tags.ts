const fixed: ReadonlySet<string> = new Set([
  'any', 'win32', 'win_arm64', 'win_amd64', 'win_ia64',
  'manylinux1_x86_64', 'manylinux1_i686', 'manylinux2010_x86_64', 'manylinux2010_i686',
  'manylinux2014_x86_64', 'manylinux2014_i686', 'manylinux2014_aarch64', 'manylinux2014_armv7l',
  'manylinux2014_ppc64', 'manylinux2014_ppc64le', 'manylinux2014_s390x',
  'linux_armv6l', 'linux_armv7l',
]);

const mac = '(?:ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2)';
const linux = 'x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64';

// Without an end where PyPI has none: whatever follows there is accepted.
const patterns: readonly RegExp[] = [
  new RegExp(`^macosx_10_\\d+_${mac}$`),
  new RegExp(`^macosx_(?:11|12|13|14|15|26)_0_${mac}$`),
  new RegExp(`^manylinux_\\d+_\\d+_(?:${linux}|ppc64)$`),
  new RegExp(`^musllinux_\\d+_\\d+_(?:${linux})$`),
  /^ios_\d+_\d+_(?:arm64|x86_64)_(?:iphoneos|iphonesimulator)/,
  /^android_\d+_(?:armeabi_v7a|arm64_v8a|x86|x86_64)$/,
  /^pyemscripten_\d+_\d+_wasm32/,
];

/**
 * Tells whether PyPI takes wheels for a platform.
 *
 * @param platform - The last part of a tag, in lower case.
 * @see warehouse/forklift/legacy.py, `_valid_platform_tag`, 2026-08
 */
export function isKnownPlatform(platform: string): boolean {
  return fixed.has(platform) || patterns.some((pattern) => pattern.test(platform));
}

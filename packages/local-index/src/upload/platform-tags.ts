/**
 * Tells whether PyPI takes wheels for a platform.
 *
 * @see https://github.com/pypi/warehouse/blob/main/warehouse/forklift/legacy.py
 */
export function isAllowedPlatform(platform: string): boolean {
  return plainPlatforms.has(platform) || patterns.some((pattern) => pattern.test(platform));
}

const plainPlatforms: ReadonlySet<string> = new Set([
  'any',
  'win32',
  'win_arm64',
  'win_amd64',
  'win_ia64',
  ...withArchitectures('manylinux1', ['x86_64', 'i686']),
  ...withArchitectures('manylinux2010', ['x86_64', 'i686']),
  ...withArchitectures('manylinux2014', ['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64', 'ppc64le', 's390x']),
  'linux_armv6l',
  'linux_armv7l',
]);

const macArchitectures = 'ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2';

const linuxArchitectures = 'x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64';

// The last two have no end anchor on PyPI either.
const patterns: readonly RegExp[] = [
  new RegExp(`^macosx_10_\\d+_(?:${macArchitectures})$`),
  new RegExp(`^macosx_(?:11|12|13|14|15|26)_0_(?:${macArchitectures})$`),
  new RegExp(`^manylinux_\\d+_\\d+_(?:${linuxArchitectures}|ppc64)$`),
  new RegExp(`^musllinux_\\d+_\\d+_(?:${linuxArchitectures})$`),
  /^android_\d+_(?:armeabi_v7a|arm64_v8a|x86|x86_64)$/,
  /^ios_\d+_\d+_(?:arm64|x86_64)_(?:iphoneos|iphonesimulator)/,
  /^pyemscripten_\d+_\d+_wasm32/,
];

function withArchitectures(platform: string, architectures: readonly string[]): readonly string[] {
  return architectures.map((architecture) => `${platform}_${architecture}`);
}

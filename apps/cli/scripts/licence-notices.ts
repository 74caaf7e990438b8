import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

/** A package whose code is in the bundle. */
interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/**
 * Writes `THIRD-PARTY-NOTICES.txt` beside the bundle: name, version and licence of every package whose code is in it, as
 * their licences demand of whoever passes the code on.
 */
export function licenceNotices(): Plugin {
  return {
    name: 'licence-notices',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
      const folders = new Set(modules.flatMap((module) => thirdPartyFolderOf(module) ?? []));
      const packages = [...folders].map(readPackage).sort((one, other) => one.name.localeCompare(other.name));
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source: noticesOf(packages) });
    },
  };
}

/** The folder of the package that a module belongs to; `undefined` for our own. */
function thirdPartyFolderOf(module: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module.replaceAll('\\', '/'))?.[0];
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:\.\w+)?$/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  return { name: String(name), version: String(version), licence: String(license), text };
}

function noticesOf(packages: readonly BundledPackage[]): string {
  return packages.map(({ name, version, licence, text }) => `${name} ${version}\nLicence: ${licence}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}

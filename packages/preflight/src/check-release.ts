import type { InspectedDistribution } from '@ropewalk/distribution';
import { checkFile } from './check-file.ts';
import type { RenderedDescription } from './checks/description.ts';
import { checkTogether } from './checks/release.ts';
import { findingOf, type Finding } from './finding.ts';
import { indexProfiles, profileOf, type IndexProfile } from './profile.ts';
import { groupReleases, type Release } from './releases.ts';
import type { Violation } from './rule.ts';

/** By whose rules, and what is known beforehand. */
export interface CheckOptions {
  /** A profile, or the name of one: `pypi`, `testpypi`, `none`. Default `pypi`. */
  readonly index?: 'pypi' | 'testpypi' | 'none' | IndexProfile;
  /** docutils' answer by description text, where it was asked (see `renderDescriptions`). Default: ropewalk's own check. */
  readonly rendered?: ReadonlyMap<string, RenderedDescription>;
}

/** Findings sorted by release and file. */
export interface ReleaseFindings {
  readonly release: Release;
  /** About the release as a whole. */
  readonly findings: readonly Finding[];
  readonly files: readonly { readonly file: string; readonly path?: string; readonly findings: readonly Finding[] }[];
}

/** Judges files by an index's rules, all releases among them, without asking the index. The first error comes first in its file. */
export function checkRelease(distributions: readonly InspectedDistribution[], options: CheckOptions = {}): readonly Finding[] {
  return checkReleases(distributions, options).flatMap(({ findings, files }) => [...files.flatMap((file) => file.findings), ...findings]);
}

/** Does what {@link checkRelease} does, and keeps releases and files apart. */
export function checkReleases(distributions: readonly InspectedDistribution[], options: CheckOptions = {}): readonly ReleaseFindings[] {
  const profile = profileFrom(options.index);
  return groupReleases(distributions).map((release) => {
    const together = [...checkTogether(release)];
    const found = (violations: Iterable<Violation>, file: string): readonly Finding[] =>
      [...violations].map((violation) => findingOf(violation, profile, { file, release: release.title })).filter((one) => one !== undefined);
    return {
      release,
      findings: found(together.filter(({ file }) => file === undefined).map(({ violation }) => violation), ''),
      files: release.files.map((context) => {
        const { filename, path } = context.distribution;
        const rendered = options.rendered?.get(context.form.text('description') ?? '');
        const violations = [...checkFile(context, rendered), ...together.filter(({ file }) => file === context).map(({ violation }) => violation)];
        return { file: filename, ...(path === undefined ? {} : { path }), findings: errorsFirst(found(violations, filename)) };
      }),
    };
  });
}

/** Takes a profile or its name. @throws `TypeError` for a name that is none. */
export function profileFrom(index: CheckOptions['index'] = 'pypi'): IndexProfile {
  const profile = typeof index === 'string' ? profileOf(index) : index;
  if (profile === undefined) throw new TypeError(`There is no index profile ${String(index)}; there are ${Object.keys(indexProfiles).join(', ')}.`);
  return profile;
}

function errorsFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings.filter(({ severity }) => severity === 'error'), ...findings.filter(({ severity }) => severity !== 'error')];
}

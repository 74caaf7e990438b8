import type { InspectedDistribution } from '@ropewalk/distribution';
import { contextOf, type FileContext } from './file-context.ts';
import { versionKey } from '@ropewalk/packaging';

/** Files of one project and version. */
export interface Release {
  /** `demo 1.0`: normalised name and version; empty for files of which they cannot be told. */
  readonly title: string;
  readonly name?: string;
  readonly version?: string;
  readonly files: readonly FileContext[];
}

/** Sorts files into releases, in the order in which the first file of each comes. Those without name or version come last. */
export function groupReleases(distributions: readonly InspectedDistribution[]): readonly Release[] {
  const groups = new Map<string, FileContext[]>();
  for (const context of distributions.map(contextOf)) {
    const key = context.name === undefined || context.version === undefined ? '' : `${context.name} ${versionKey(context.version)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [context]);
    else group.push(context);
  }
  return [...groups].sort(([a], [b]) => Number(a === '') - Number(b === '')).map(([key, files]) => {
    const [first] = files;
    if (key === '' || first?.name === undefined || first.version === undefined) return { title: '', files };
    return { title: `${first.name} ${first.version}`, name: first.name, version: first.version, files };
  });
}

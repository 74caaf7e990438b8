import { wellKnownIndexOf } from '@ropewalk/credentials';
import type { PublishedFile, PublishResult } from '@ropewalk/publish';
import { processConsole as console, styled } from '../output/console.ts';
import { printable } from '../output/printable.ts';
import { outcomeWords } from './outcome-words.ts';

/** Prints how it ended, index by index and file by file in the order given. */
export function showTable({ files }: PublishResult): void {
  const addresses = [...new Set(files.map(({ repositoryUrl }) => repositoryUrl.href))];
  for (const address of addresses) {
    const here = files.filter(({ repositoryUrl }) => repositoryUrl.href === address);
    if (addresses.length > 1) console.out(styled('bold', new URL(address).host));
    for (const file of here) console.out(row(file));
    for (const page of projectPages(here)) console.out(`see ${page}`);
  }
}

function row({ file, outcome, served, attestations }: PublishedFile): string {
  const { word, colour, detail } = outcomeWords(outcome);
  const facts = [
    outcome.status === 'failed' ? '' : detail,
    attestations.length > 0 && (outcome.status === 'uploaded' || outcome.status === 'planned') ? 'attested' : '',
    served === undefined ? '' : servedWords(served),
  ].filter((fact) => fact !== '');
  return `${styled(colour, word.padEnd(9))} ${printable(file)}${facts.length === 0 ? '' : `  ${styled('dim', facts.join(', '))}`}`;
}

function servedWords(served: NonNullable<PublishedFile['served']>): string {
  switch (served.status) {
    case 'served':
      return served.hasProvenance ? 'served with its provenance' : 'served';
    case 'different':
      return 'served with other content';
    case 'missing':
      return 'not served yet';
    case 'without-provenance':
      return 'served without its attestation';
    case 'unreadable':
      return 'the index could not be read';
  }
}

/** Where a person can look at the releases, on PyPI and TestPyPI. */
function projectPages(files: readonly PublishedFile[]): readonly string[] {
  const pages = files
    .filter(({ outcome }) => outcome.status === 'uploaded' || outcome.status === 'unchanged')
    .flatMap(({ repositoryUrl, project, version }) => {
      const index = wellKnownIndexOf(repositoryUrl);
      return index === undefined ? [] : [new URL(`/project/${encodeURIComponent(project)}/${encodeURIComponent(version)}/`, index.simpleUrl).href];
    });
  return [...new Set(pages)];
}

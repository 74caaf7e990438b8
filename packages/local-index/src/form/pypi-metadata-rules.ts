import { metadataFieldOf, parseVersion } from '@ropewalk/packaging';
import { pythonRepr } from '../answers/python-repr.ts';
import { emailError } from './email-address.ts';
import type { FormMetadata } from './form-metadata.ts';
import type { MetadataError } from './metadata-error.ts';
import { isDirectReference, isRequirement } from './requirement.ts';

/** What PyPI demands beyond the specification, of metadata that already fits the specification. */
export function pypiMetadataErrors(metadata: FormMetadata, classifiers: ReadonlySet<string> | undefined): readonly MetadataError[] {
  return [
    ...versionErrors(metadata),
    ...summaryErrors(metadata),
    ...emailErrors(metadata),
    ...classifierErrors(metadata, classifiers),
    ...urlErrors(metadata),
    ...projectUrlErrors(metadata),
    ...directDependencyErrors(metadata),
    ...dynamicErrors(metadata),
    ...licenceErrors(metadata),
  ];
}

function versionErrors(metadata: FormMetadata): readonly MetadataError[] {
  const version = metadata.text('version') ?? '';
  if (parseVersion(version).local === undefined) return [];
  return [{ field: 'version', text: `The use of local versions in '${version}' is not allowed.` }];
}

function summaryErrors(metadata: FormMetadata): readonly MetadataError[] {
  const length = [...(metadata.text('summary') ?? '')].length;
  return length > 512 ? [{ field: 'summary', text: "'summary' field must be 512 characters or less." }] : [];
}

function emailErrors(metadata: FormMetadata): readonly MetadataError[] {
  return ['author-email', 'maintainer-email'].flatMap((field) => {
    const text = emailError(metadata.text(field) ?? '');
    return text === undefined ? [] : [{ field, text }];
  });
}

function classifierErrors(metadata: FormMetadata, known: ReadonlySet<string> | undefined): readonly MetadataError[] {
  if (known === undefined) return [];
  const unknown = [...new Set(metadata.list('classifier') ?? [])].filter((classifier) => !known.has(classifier)).sort();
  return unknown.map((classifier) => ({ field: 'classifier', text: `${pythonRepr(classifier)} is not a valid classifier.` }));
}

function urlErrors(metadata: FormMetadata): readonly MetadataError[] {
  return ['home-page', 'download-url'].flatMap((field) => {
    const url = metadata.text(field);
    return url === undefined || isWebUrl(url) ? [] : [{ field, text: `${pythonRepr(url)} is not a valid url.` }];
  });
}

function projectUrlErrors(metadata: FormMetadata): readonly MetadataError[] {
  return [...metadata.urls].flatMap(([label, url]) => {
    const text = projectUrlError(label, url);
    return text === undefined ? [] : [{ field: 'project-url', text }];
  });
}

function projectUrlError(label: string, url: string): string | undefined {
  if (label === '') return 'Must have a label';
  if ([...label].length > 32) return `${pythonRepr(label)} must be 32 characters or less.`;
  if (url === '') return 'Must have a URL';
  return isWebUrl(url) ? undefined : `${pythonRepr(url)} is not a valid url`;
}

/** Only the scheme counts, and a port that is a number must be one. */
function isWebUrl(url: string): boolean {
  const [, port] = /^https?:(?:\/\/[^/?#]*?(?::(\d+))?(?=[/?#]|$))?/i.exec(url) ?? [undefined, 'not a web address'];
  return port === undefined || Number(port) <= 65_535;
}

function directDependencyErrors(metadata: FormMetadata): readonly MetadataError[] {
  return ['provides-dist', 'obsoletes-dist', 'requires-dist'].flatMap((field) => {
    const direct = (metadata.list(field) ?? []).filter(isDirectReference);
    const unreadable = field === 'requires-dist' ? [] : (metadata.list(field) ?? []).filter((text) => !isRequirement(text));
    const wrong = unreadable.map((text) => ({ field, text: `${pythonRepr(text)} is invalid: Expected a dependency` }));
    const refused = direct.map((text) => ({ field, text: `Can't have direct dependency: ${field === 'requires-dist' ? text : pythonRepr(text)}` }));
    return [...wrong, ...refused];
  });
}

function dynamicErrors(metadata: FormMetadata): readonly MetadataError[] {
  const wrong = (metadata.list('dynamic') ?? []).map((name) => name.toLowerCase()).filter((name) => metadataFieldOf(name) === undefined || name === 'dynamic');
  return wrong.map((name) => ({ field: 'dynamic', text: `Dynamic field ${pythonRepr(name)} is not a valid dynamic field.` }));
}

function licenceErrors(metadata: FormMetadata): readonly MetadataError[] {
  if (metadata.text('license') === undefined || metadata.text('license-expression') === undefined) return [];
  const text = 'License is deprecated when License-Expression is present. Only License-Expression should be present.';
  return [{ field: 'license', text }];
}

import { quote, stripSpace } from '@ropewalk/packaging';
import type { FileContext } from '../file-context.ts';
import type { Violation } from '../rule.ts';
import { firstAddress } from './email-address-list.ts';
import { findAddressFault } from './email-address.ts';
import { findUrlFault } from './url.ts';

/** Judges e-mail addresses and web addresses. */
export function* checkPeopleFields({ form }: FileContext): Generator<Violation> {
  for (const [field, header] of [['author_email', 'Author-email'], ['maintainer_email', 'Maintainer-email']] as const) {
    const address = firstAddress(form.text(field) ?? '');
    const fault = address === '' ? undefined : findAddressFault(address);
    if (fault !== undefined) yield { code: 'EMAIL_INVALID', message: `${header}: ${quote(address)} is not a valid address: ${fault}.` };
  }
  for (const [field, header] of [['home_page', 'Home-page'], ['download_url', 'Download-URL']] as const) {
    const url = form.text(field);
    const fault = url === undefined ? undefined : findUrlFault(url);
    if (fault !== undefined) yield { code: 'URL_INVALID', message: `${header} ${quote(url ?? '')}: ${fault}.` };
  }
  for (const [label, url] of form.projectUrls) yield* checkProjectUrl(label, url);
}

function* checkProjectUrl(label: string, url: string): Generator<Violation> {
  const length = [...label].length;
  if (stripSpace(label) === '') yield { code: 'PROJECT_URL_LABEL', message: `Project-URL ${quote(`, ${url}`)} has no label.` };
  else if (length > 32) yield { code: 'PROJECT_URL_LABEL', message: `The label ${quote(label)} of a Project-URL has ${length} characters, ${length - 32} too many.` };
  if (url === '') {
    yield { code: 'PROJECT_URL_EMPTY', message: `Project-URL ${quote(label)} has no address.` };
    return;
  }
  const fault = findUrlFault(url);
  if (fault !== undefined) yield { code: 'URL_INVALID', message: `Project-URL ${quote(`${label}, ${url}`)}: ${fault}.` };
}

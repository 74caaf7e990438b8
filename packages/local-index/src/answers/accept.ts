/**
 * Picks from `offers` what an `Accept` header takes: by quality, then in the order of the offers (RFC 9110, 12.5.1).
 *
 * @returns All offers that are acceptable, the best first; all of them when there is no header.
 */
export function acceptableOffers(header: string | undefined, offers: readonly string[]): readonly string[] {
  if (header === undefined) return offers;
  const ranges = header.split(',').map(parseRange).filter((range) => range !== undefined);
  const rated = offers.map((offer) => ({ offer, quality: qualityOf(offer, ranges) }));
  return rated
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ offer }) => offer);
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function parseRange(text: string): MediaRange | undefined {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  if (!/^[^\s/]+\/[^\s/]+$/.test(type)) return undefined;
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}

/** The most specific range that fits decides: `text/html` before `text/*` before any type. */
function qualityOf(offer: string, ranges: readonly MediaRange[]): number {
  const [main = ''] = offer.split('/');
  for (const type of [offer, `${main}/*`, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === type);
    if (range !== undefined) return range.quality;
  }
  return 0;
}

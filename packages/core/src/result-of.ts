/** An event that ends a run and carries what it brought. */
export interface ResultEvent<Result> {
  readonly type: string;
  readonly result: Result;
}

/** Runs through all events of some long work and returns the result that the last one carries. */
export async function resultOf<Result>(
  events: AsyncIterable<{ readonly type: string } | ResultEvent<Result>>,
): Promise<Result> {
  let last: { readonly type: string } | ResultEvent<Result> | undefined;
  for await (const event of events) last = event;
  if (last === undefined || !('result' in last)) throw new TypeError('The work ended without a result.');
  return last.result;
}

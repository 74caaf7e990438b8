/** How many are under way at once: enough to keep disk and network busy while one is computed on. */
const concurrency = 8;

/** Works on several things at once and hands out the results in the order of the things. Stops at the first failure. */
export async function* inOrder<Thing, Result>(things: readonly Thing[], work: (thing: Thing) => Promise<Result>): AsyncGenerator<Result> {
  const waiting = [...things];
  const started: Promise<Result>[] = [];
  const start = (thing: Thing): void => {
    const result = work(thing);
    // A failure is thrown when its turn comes; until then it must not count as unhandled.
    result.catch(() => {});
    started.push(result);
  };
  waiting.splice(0, concurrency).forEach(start);
  for (let result = started.shift(); result !== undefined; result = started.shift()) {
    yield await result;
    waiting.splice(0, 1).forEach(start);
  }
}

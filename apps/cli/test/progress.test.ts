import { describe, expect, test } from 'vitest';
import type { PublishEvent } from '@ropewalk/publish';
import { progressBars } from '../src/progress/progress-bars.ts';
import { afterEvent, noProgress, type ProgressState } from '../src/progress/progress-state.ts';
import { formatBytes, formatSeconds } from '../src/progress/format.ts';

const ascii = { columns: 120, isUnicode: false };
const repositoryUrl = new URL('https://index.example.com/legacy/');

/** A release of two files of one megabyte each, after these events, one second apart. */
function stateAfter(...events: readonly PublishEvent[]): { readonly state: ProgressState; readonly now: number } {
  const files = ['a.whl', 'b.whl'].map((file) => ({ file, project: 'p', version: '1', sizeBytes: 1_000_000, sha256: '' }));
  const all: readonly PublishEvent[] = [{ type: 'release-read', files, strays: [] }, { type: 'destination-start', repositoryUrl, name: undefined }, ...events];
  const state = all.reduce((before: ProgressState, event, index) => afterEvent(before, event, index * 1000), noProgress);
  return { state, now: (all.length - 1) * 1000 };
}

const start = (file: string): PublishEvent => ({ type: 'upload-start', file, totalBytes: 1_000_000 });
const sent = (file: string, sentBytes: number): PublishEvent => ({ type: 'upload-progress', file, sentBytes, totalBytes: 1_000_000 });
const wait = (file: string): PublishEvent => ({ type: 'upload-wait', file });
const ended = (file: string): PublishEvent => ({ type: 'upload-end', file, outcome: { status: 'unchanged' } });

describe('the bars', () => {
  test('show each file under way and the whole, with rate and time left', () => {
    const { state, now } = stateAfter(start('a.whl'), sent('a.whl', 500_000));

    const [file, total] = progressBars(state, now, ascii);

    expect(file).toMatch(/^a\.whl +\[#{12}\.{12}\] +50 % 500 kB\/s, 0:01 left$/);
    expect(total).toMatch(/^total 0\/2 files +\[#{6}\.{18}\] +25 % 500 kB of 2\.0 MB, 250 kB\/s, 0:06 left$/);
  });

  test('are full only when the index has answered', () => {
    const sending = stateAfter(start('a.whl'), sent('a.whl', 1_000_000), wait('a.whl'));
    const answered = stateAfter(start('a.whl'), sent('a.whl', 1_000_000), wait('a.whl'), ended('a.whl'), start('b.whl'), sent('b.whl', 1_000_000), ended('b.whl'));

    expect(progressBars(sending.state, sending.now, ascii)[0]).toMatch(/\[#{23}\.\]  99 % sent; the index works/);
    expect(progressBars(answered.state, answered.now, ascii)).toEqual([expect.stringMatching(/^total 2\/2 files +\[#{24}\] 100 % 2\.0 MB$/)]);
  });

  test('count a second attempt from its beginning', () => {
    const { state, now } = stateAfter(start('a.whl'), sent('a.whl', 800_000), sent('a.whl', 100_000));

    expect(progressBars(state, now, ascii)[0]).toContain('10 %');
  });

  test('fit a narrow terminal, hold no control characters, and keep the end of a long name', () => {
    const name = `${'very_long_'.repeat(12)}\u001B[31m-cp313-cp313-manylinux_2_28_x86_64.whl`;
    const { state, now } = stateAfter(start(name), sent(name, 1000));

    for (const columns of [20, 60, 80, 200]) {
      for (const line of progressBars(state, now, { columns, isUnicode: false })) {
        expect(line.length).toBeLessThan(columns);
        expect(line).toMatch(/^[\x20-\x7e]*$/);
      }
    }
    expect(progressBars(state, now, ascii)[0]).toContain('x86_64.whl');
  });
});

describe('numbers for people', () => {
  test.each([[0, '0 B'], [999, '999 B'], [1000, '1.0 kB'], [123_456, '123 kB'], [999_999, '1.0 MB'], [268_435_456, '268 MB'], [1_500_000_000, '1.5 GB']])('%i bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test.each([[0, '0:00'], [7, '0:07'], [61, '1:01'], [3723, '1:02:03'], [Number.NaN, '0:00']])('%d seconds are %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silenceNote } from '../src/delivery/silence-note.ts';

const repositoryUrl = new URL('https://index.example.com/legacy/');
const found = { type: 'credential-found', repositoryUrl, name: undefined, credential: undefined } as const;
const off = { type: 'attestations-off', repositoryUrl, credential: undefined, reason: 'x' } as const;
const known = { type: 'existing-found', repositoryUrl, files: [] } as const;
const sent = { type: 'upload-wait', file: 'f.whl' } as const;

describe('a wait', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each([
    ['for what an index has', [found, off], 10_000, 1],
    ['that is short', [found, off], 9_000, 0],
    ['that is over', [found, off, known], 60_000, 0],
    ['for the answer to a file', [sent], 10_000, 1],
  ] as const)('%s', (_, events, passedMs, count) => {
    const said: string[] = [];
    const silence = silenceNote((line) => said.push(line), { tellsOfUploads: true });

    for (const event of events) silence.see(event);
    vi.advanceTimersByTime(passedMs);
    vi.advanceTimersByTime(count * 60_000);

    expect(said).toHaveLength(count);
  });

  test('for a file is left to the bar where there is one, and nothing is said after the end', () => {
    const said: string[] = [];
    const withBars = silenceNote((line) => said.push(line), { tellsOfUploads: false });
    const ended = silenceNote((line) => said.push(line), { tellsOfUploads: true });

    withBars.see(sent);
    ended.see(sent);
    ended.end();
    vi.advanceTimersByTime(60_000);

    expect(said).toEqual([]);
  });
});

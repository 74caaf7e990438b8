import type { PublishEvent } from '@ropewalk/publish';
import { progressBars } from './progress-bars.ts';
import { afterEvent, noProgress, type ProgressState } from './progress-state.ts';

/** Shows how far a release is, or shows nothing. */
export interface ProgressDisplay {
  /** Whether there are bars. */
  readonly isShown: boolean;
  see(event: PublishEvent): void;
  /** Takes the bars away, so that a line can be written. */
  hide(): void;
  /** Takes them away for good. */
  end(): void;
}

const refreshMs = 100;

/** Bars on a terminal; where there is none, in CI, or where they are not wanted, nothing: a line per file is enough there. */
export function progressDisplay(
  options: Readonly<Record<string, unknown>>,
  stream: NodeJS.WriteStream = process.stderr,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ProgressDisplay {
  const isWanted = options['progress'] !== false && options['json'] !== true && options['events'] !== true;
  const isTerminal = stream.isTTY && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
  return isWanted && isTerminal ? bars(stream, isUtf8(env)) : { isShown: false, see: () => undefined, hide: () => undefined, end: () => undefined };
}

function bars(stream: NodeJS.WriteStream, isUnicode: boolean): ProgressDisplay {
  let state: ProgressState = noProgress;
  let shownLines = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isRunning = false;
  const hide = (): void => {
    if (shownLines > 0) stream.write(`\u001B[${shownLines}A\u001B[0J`);
    shownLines = 0;
  };
  const draw = (now: number): void => {
    const lines = progressBars(state, now, { columns: stream.columns || 80, isUnicode });
    hide();
    stream.write(lines.map((line) => `${line}\n`).join(''));
    shownLines = lines.length;
    drawnAt = now;
  };
  return {
    isShown: true,
    see(event) {
      const now = performance.now();
      state = afterEvent(state, event, now);
      if (event.type === 'destination-start') isRunning = true;
      if (event.type === 'destination-end' || event.type === 'serve-wait') {
        isRunning = false;
        hide();
      }
      const isStep = event.type === 'upload-start' || event.type === 'upload-end';
      if (isRunning && (isStep || now - drawnAt >= refreshMs)) draw(now);
    },
    hide,
    end() {
      isRunning = false;
      hide();
    },
  };
}

function isUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  if (process.platform === 'win32') return (env['WT_SESSION'] ?? '') !== '';
  return /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '');
}

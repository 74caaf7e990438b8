import { printable } from '../output/printable.ts';
import { formatBytes, formatSeconds } from './format.ts';
import type { FileProgress, ProgressState } from './progress-state.ts';

/** What the terminal can show. */
export interface BarStyle {
  readonly columns: number;
  /** Whether it shows more than ASCII. */
  readonly isUnicode: boolean;
}

/**
 * One line for each file under way and one for all. A bar is full only when the index has answered: bytes that were handed to
 * the network are no upload yet.
 */
export function progressBars(state: ProgressState, now: number, style: BarStyle): readonly string[] {
  const files = [...state.files.values()];
  const active = files.filter(({ phase }) => phase !== 'ended');
  if (files.length === 0) return [];
  const layout = layoutOf(style);
  return [...active.map((file) => fitted(fileLine(file, now, layout), style)), fitted(totalLine(state, files, now, layout), style)];
}

interface Layout extends BarStyle {
  readonly nameCells: number;
  readonly barCells: number;
}

/** Numbers need the most room: bar and names share the rest. */
function layoutOf(style: BarStyle): Layout {
  const barCells = style.columns >= 110 ? 24 : 12;
  return { ...style, barCells, nameCells: Math.max(8, Math.min(56, style.columns - barCells - 48)) };
}

function fileLine(file: FileProgress, now: number, layout: Layout): string {
  const share = file.totalBytes === 0 ? 0 : file.sentBytes / file.totalBytes;
  const name = shortened(printable(file.file), layout);
  const rate = rateOf(file.sentBytes, now - file.startedAt);
  const left = file.phase === 'waiting' ? 'sent; the index works' : progressText(file.totalBytes - file.sentBytes, rate);
  return `${name} ${bar(share, false, layout)} ${percent(Math.min(share, 0.99))} ${left}`;
}

function totalLine(state: ProgressState, files: readonly FileProgress[], now: number, layout: Layout): string {
  const ended = files.filter(({ phase }) => phase === 'ended').length;
  const isDone = ended === state.fileCount;
  // What has ended counts in full, whether it was sent or was there before.
  const counted = files.reduce((sum, { phase, sentBytes, totalBytes }) => sum + (phase === 'ended' ? totalBytes : sentBytes), 0);
  const total = Math.max(state.totalBytes, counted);
  const share = total === 0 ? 0 : counted / total;
  const rate = rateOf(state.sentBytes, now - (state.startedAt ?? now));
  const title = shortened(`total ${ended}/${state.fileCount} files`, layout);
  const left = isDone ? formatBytes(total) : `${formatBytes(counted)} of ${formatBytes(total)}, ${progressText(total - counted, rate)}`;
  return `${title} ${bar(share, isDone, layout)} ${percent(isDone ? 1 : Math.min(share, 0.99))} ${left}`;
}

function bar(share: number, isAnswered: boolean, { barCells, isUnicode }: Layout): string {
  const filled = isAnswered ? barCells : Math.min(barCells - 1, Math.floor(share * barCells));
  return isUnicode ? '━'.repeat(filled) + '╌'.repeat(barCells - filled) : `[${'#'.repeat(filled)}${'.'.repeat(barCells - filled)}]`;
}

function percent(share: number): string {
  return `${String(Math.floor(share * 100)).padStart(3)} %`;
}

/** Bytes per second; `undefined` before there is anything to measure. */
function rateOf(bytes: number, milliseconds: number): number | undefined {
  return bytes > 0 && milliseconds >= 200 ? (bytes * 1000) / milliseconds : undefined;
}

function progressText(leftBytes: number, rate: number | undefined): string {
  if (rate === undefined) return '';
  return `${formatBytes(rate)}/s, ${formatSeconds(leftBytes / rate)} left`;
}

function shortened(text: string, { nameCells: cells, isUnicode }: Layout): string {
  const plain = isUnicode ? text : text.replaceAll(/[^\x20-\x7e]/g, '?');
  if (plain.length <= cells) return plain.padEnd(cells);
  // The end of a file name tells more than its middle: it holds the tags.
  const gap = isUnicode ? '…' : '..';
  const tail = Math.floor((cells * 2) / 3);
  return plain.slice(0, cells - tail - gap.length) + gap + plain.slice(plain.length - tail);
}

function fitted(line: string, { columns }: BarStyle): string {
  return line.slice(0, Math.max(1, columns - 1)).replace(/[,\s]+$/, '');
}

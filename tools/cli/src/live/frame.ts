import { bytes, decimal, duration, percent } from '@watertight/reporters';
import type { History } from './history.ts';
import { columnsOf } from './spark.ts';
import { placeText } from './texts.ts';

export interface FrameStyle {
  readonly width: number;
  readonly height: number;
  readonly color: boolean;
}

export interface FrameTexts {
  /** The process that is watched. */
  readonly title: string;
  /** Which keys do what; empty where none are read. */
  readonly keys: string;
  /** What was done last, on request. */
  readonly message: string;
}

const labelColumns = 13;
const valueColumns = 11;
const chartRows = 5;
const sparkColumns = 60;
const amountColumns = 11;
const fewestLines = 3;
// Title, chart, quantities, collections, a message and the spaces between them.
const otherRows = 20;

/** The whole screen of a live view: a chart of the heap, quantities with their last minute, the lines that hold memory. */
export function frame(history: History, texts: FrameTexts, style: FrameStyle): string[] {
  const { last } = history;
  if (!last) return [fit(texts.title, style.width)];
  const paint = painter(style.color);
  const lines = linesTable(history, style, paint);
  return [
    paint.bold(fit(texts.title, style.width)),
    paint.dim(fit(texts.keys, style.width)),
    '',
    ...heapChart(history, style, paint),
    '',
    ...quantities(history, style, paint),
    '',
    ...collections(history, style),
    '',
    ...lines,
    ...(texts.message === '' ? [] : ['', fit(texts.message, style.width)]),
  ];
}

type Paint = ReturnType<typeof painter>;

function painter(color: boolean) {
  const by = (open: number, close: number) => (text: string) =>
    color && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return { bold: by(1, 22), dim: by(2, 22), chart: by(36, 39), gain: by(33, 39) };
}

function heapChart(history: History, { width }: FrameStyle, paint: Paint): string[] {
  const values = history.moments.map(({ heapUsedBytes }) => heapUsedBytes);
  const columns = Math.max(10, width - labelColumns - 2);
  const rows = columnsOf(values, { width: columns, height: chartRows });
  const top = Math.max(...values.slice(-columns));
  const label = (row: number) => (row === 0 ? bytes(top) : row === chartRows - 1 ? '0' : '');
  return rows.map((text, row) => `${label(row).padStart(labelColumns)} ${paint.chart(text)}`);
}

function quantities(history: History, { width }: FrameStyle, paint: Paint): string[] {
  const last = history.last!;
  const columns = Math.max(0, Math.min(sparkColumns, width - labelColumns - valueColumns - 3));
  const row = (label: string, value: string, values: readonly number[] = [], note = '') => {
    const [spark = ''] = columnsOf(values, { width: columns, height: 1 });
    return `${label.padEnd(labelColumns)} ${value.padStart(valueColumns)}  ${paint.chart(spark)}${paint.dim(fit(note, columns))}`.trimEnd();
  };
  const each = (quantity: 'heapUsedBytes' | 'rssBytes' | 'externalBytes' | 'requestsPerSecond' | 'loopDelayMs') =>
    history.moments.map((moment) => moment[quantity]);
  const { firstAfterFullBytes: first, lastAfterFullBytes: after } = history;
  const since = first === null || after === null || first === after ? '' : ` ${signed(after - first)} since the first`;
  return [
    row(
      'heap used',
      bytes(last.heapUsedBytes),
      [],
      `of ${bytes(last.heapTotalBytes)}, at most ${bytes(last.heapLimitBytes)}`,
    ),
    row(
      '  after full',
      after === null ? '–' : bytes(after),
      [],
      after === null ? 'no full collection yet' : since.trim(),
    ),
    row('resident', bytes(last.rssBytes), each('rssBytes')),
    row('external', bytes(last.externalBytes), each('externalBytes')),
    ...(last.descriptors < 0
      ? []
      : [
          row(
            'descriptors',
            decimal(last.descriptors),
            history.moments.map((one) => one.descriptors),
          ),
        ]),
    row('requests/s', decimal(last.requestsPerSecond), each('requestsPerSecond'), ''),
    row('loop late by', duration(last.loopDelayMs), each('loopDelayMs')),
  ];
}

function collections({ full, young, pauseMs, longestPauseMs, last }: History, { width }: FrameStyle): string[] {
  const share = last && last.atMs > 0 ? percent(pauseMs / last.atMs) : '0 %';
  return [
    fit(
      `collections   ${decimal(full)} full, ${decimal(young)} young; ${share} of the time, the longest pause ${duration(longestPauseMs)}`,
      width,
    ),
  ];
}

function linesTable({ lines }: History, { width, height }: FrameStyle, paint: Paint): string[] {
  const count = Math.max(fewestLines, height - otherRows);
  const columns = Math.max(8, width - 2 * (amountColumns + 1));
  const heading = `${fit('allocated here, not collected yet', columns).padEnd(columns)} ${'bytes'.padStart(amountColumns)} ${'in a minute'.padStart(amountColumns)}`;
  const rows = lines.slice(0, count).map((line) => {
    const gained = signed(line.gainedBytes).padStart(amountColumns);
    const place = fitPlace(placeText(line), columns).padEnd(columns);
    return `${place} ${bytes(line.bytes).padStart(amountColumns)} ${line.gainedBytes > 0 ? paint.gain(gained) : gained}`;
  });
  return [paint.dim(heading), ...(rows.length > 0 ? rows : [fit('  nothing was met by sampling yet', width)])];
}

const signed = (count: number) => `${count > 0 ? '+' : ''}${bytes(count)}`;

/** Cuts a sentence at its end. */
const fit = (text: string, width: number) =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

/** Cuts a place at its beginning: the end tells more. */
const fitPlace = (text: string, width: number) =>
  text.length <= width ? text : `…${text.slice(text.length - width + 1)}`;

import { styleFor } from './style.ts';
import type { Output, World } from '../world.ts';

/** Shows how far a command is; never on stdout. */
export interface Progress {
  show(step: { readonly message: string; readonly fraction: number }): void;
  /** Passes on text of the target, without tearing the bar. */
  passOn(text: string): void;
  done(): void;
}

/** A bar on a terminal, a line for each step elsewhere, nothing when quiet. */
export function progressOn(stderr: Output, env: World['env'], { quiet }: { readonly quiet: boolean }): Progress {
  if (quiet) return { show: () => undefined, passOn: (text) => stderr.write(text), done: () => undefined };
  return stderr.isTTY ? bar(stderr, env) : lines(stderr);
}

const clearLine = '\r\u001b[K';
const barColumns = 24;

function bar(stderr: Output, env: World['env']): Progress {
  const dim = (text: string) => (styleFor(stderr, env).color ? `\u001b[2m${text}\u001b[22m` : text);
  let line = '';
  const draw = () => stderr.write(line === '' ? '' : clearLine + line);
  return {
    show: ({ message, fraction }) => {
      const filled = Math.round(clamp(fraction) * barColumns);
      const room = Math.max((stderr.columns || 80) - barColumns - 8, 0);
      line = `${'█'.repeat(filled)}${dim('░'.repeat(barColumns - filled))} ${percent(fraction)} ${oneLine(message).slice(0, room)}`;
      draw();
    },
    passOn: (text) => {
      stderr.write((line === '' ? '' : clearLine) + text);
      if (text.endsWith('\n')) draw();
    },
    done: () => {
      if (line !== '') stderr.write(clearLine);
      line = '';
    },
  };
}

function lines(stderr: Output): Progress {
  let shown = '';
  return {
    show: ({ message, fraction }) => {
      if (message === shown) return;
      shown = message;
      stderr.write(`${percent(fraction)} ${oneLine(message)}\n`);
    },
    passOn: (text) => stderr.write(text),
    done: () => undefined,
  };
}

function percent(fraction: number): string {
  return `${String(Math.round(clamp(fraction) * 100)).padStart(3)} %`;
}

function clamp(fraction: number): number {
  return Math.min(Math.max(fraction, 0), 1);
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ');
}

import { createInterface, type Interface } from 'node:readline';
import type { Input } from './world.ts';

/** Lines of a stream, one at a time; it is not touched before the first is asked for. */
export function typedLines(stream: NodeJS.ReadStream): Input {
  const waiting: string[] = [];
  const asked: ((line: string | null) => void)[] = [];
  let reader: Interface | undefined;
  let isOver = false;
  const open = () => {
    const opened = createInterface({ input: stream });
    opened.on('line', (line) => {
      const answer = asked.shift();
      if (answer) answer(line);
      else waiting.push(line);
    });
    opened.on('close', () => {
      isOver = true;
      for (const answer of asked.splice(0)) answer(null);
    });
    return opened;
  };
  return {
    get isTTY() {
      return stream.isTTY === true;
    },
    readLine: () => {
      const line = waiting.shift();
      if (line !== undefined || isOver) return Promise.resolve(line ?? null);
      reader ??= open();
      return new Promise((resolve) => asked.push(resolve));
    },
    onKey: (listen) => {
      const hear = (typed: Buffer | string) => [...String(typed)].forEach(listen);
      stream.setRawMode(true);
      stream.on('data', hear);
      stream.resume();
      return () => {
        stream.off('data', hear);
        stream.setRawMode(false);
        stream.pause();
      };
    },
    close: () => reader?.close(),
  };
}

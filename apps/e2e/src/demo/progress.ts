/** Where progress is shown. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Says which causes are being proved. */
export interface Progress {
  begin(cause: string): void;
  end(cause: string): void;
  /** Runs what prints, with no live line in its way. */
  aside(print: () => void): void;
}

/** A live line on a terminal, with the seconds since the start; a line as each cause begins elsewhere. */
export function progressOn(screen: Screen, total: number): Progress {
  return screen.isTTY ? liveLine(screen, total) : plainLines(screen, total);
}

function plainLines(screen: Screen, total: number): Progress {
  let begun = 0;
  return {
    begin: (cause) => void screen.write(`proving ${cause}, ${(begun += 1)} of ${total}\n`),
    end: () => undefined,
    aside: (print) => print(),
  };
}

const clearLine = '\r\u001b[K';
const everyMs = 1000;

function liveLine(screen: Screen, total: number): Progress {
  const started = performance.now();
  const running = new Map<string, number>();
  let begun = 0;
  const draw = () => screen.write(clearLine + fitting(textOf(running, total, performance.now() - started), screen));
  const timer = setInterval(draw, everyMs).unref();
  return {
    begin: (cause) => {
      running.set(cause, (begun += 1));
      draw();
    },
    end: (cause) => {
      running.delete(cause);
      if (running.size === 0 && begun === total) clearInterval(timer);
      draw();
    },
    aside: (print) => {
      screen.write(clearLine);
      print();
      draw();
    },
  };
}

function textOf(running: ReadonlyMap<string, number>, total: number, elapsedMs: number): string {
  if (running.size === 0) return '';
  const numbers = [...running.values()].join(' and ');
  return `${Math.floor(elapsedMs / 1000)} s, proving ${numbers} of ${total}: ${[...running.keys()].join(', ')}`;
}

// A line that wraps could not be cleared.
function fitting(text: string, { columns }: Screen): string {
  return text.slice(0, (columns || 80) - 1);
}

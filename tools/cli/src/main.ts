import { run, statusOfSignal } from './run.ts';
import { realTools } from './tools.ts';
import { typedLines } from './typed-lines.ts';
import type { Output, StopSignal, World } from './world.ts';

const abort = new AbortController();
const stdin = typedLines(process.stdin);
let stoppedBy: StopSignal | null = null;
for (const name of Object.keys(statusOfSignal) as StopSignal[]) {
  process.on(name, () => {
    // A second one ends us at once; the first lets the target be stopped and the copy be removed.
    if (stoppedBy) process.exit(statusOfSignal[name]);
    stoppedBy = name;
    abort.abort();
    stdin.close();
  });
}
// Whoever reads us may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

const outputOf = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => void stream.write(text),
  get isTTY() {
    return stream.isTTY;
  },
  get columns() {
    return stream.columns;
  },
  get rows() {
    return stream.rows;
  },
});
const world: World = {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  stdin,
  env: process.env,
  cwd: process.cwd(),
  signal: abort.signal,
  stoppedBy: () => stoppedBy,
};

const status = await run(process.argv.slice(2), realTools, world);
// What a scenario's module left open must not keep the command; what was printed must still get out.
process.stdout.write('', () => process.stderr.write('', () => process.exit(status)));

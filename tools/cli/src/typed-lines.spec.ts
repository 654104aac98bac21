import { PassThrough } from 'node:stream';
import { typedLines } from './typed-lines.ts';

const stream = () => new PassThrough() as unknown as NodeJS.ReadStream & PassThrough;

test('gives one line at a time, also those that came before they were asked for', async () => {
  const input = stream();
  const lines = typedLines(input);
  const first = lines.readLine();
  input.write('y\nn\n');
  expect(await first).toBe('y');
  expect(await lines.readLine()).toBe('n');
  lines.close();
});

test('the end of the input, or a close while waiting, is no line', async () => {
  const input = stream();
  const lines = typedLines(input);
  const waiting = lines.readLine();
  input.end();
  expect(await waiting).toBeNull();
  expect(await lines.readLine()).toBeNull();

  const closed = typedLines(stream());
  const asked = closed.readLine();
  closed.close();
  expect(await asked).toBeNull();
});

test('does not touch the stream before it is asked', () => {
  const input = stream();
  typedLines(input).close();
  expect(input.listenerCount('data')).toBe(0);
});

test('keys are heard one by one without an echo, until nobody listens', () => {
  const modes: boolean[] = [];
  const input = Object.assign(stream(), { setRawMode: (isRaw: boolean) => modes.push(isRaw) });
  const heard: string[] = [];
  const stop = typedLines(input as unknown as NodeJS.ReadStream).onKey((key) => heard.push(key));
  input.emit('data', Buffer.from('gs'));
  stop();
  input.emit('data', Buffer.from('q'));
  expect([heard, modes]).toEqual([
    ['g', 's'],
    [true, false],
  ]);
});

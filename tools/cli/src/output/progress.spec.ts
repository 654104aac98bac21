import { progressOn } from './progress.ts';

const stream = (isTTY: boolean, columns: number | undefined = 60) => {
  const written: string[] = [];
  return { written, output: { write: (text: string) => void written.push(text), isTTY, columns } };
};

test('on a terminal a bar redraws itself and is gone at the end', () => {
  const { written, output } = stream(true);
  const progress = progressOn(output, { NO_COLOR: '1' }, { quiet: false });
  progress.show({ message: 'round 1', fraction: 0.5 });
  progress.done();
  expect(written).toEqual(['\r\u001b[K████████████░░░░░░░░░░░░  50 % round 1', '\r\u001b[K']);
});

test('the bar never wraps, whatever the message and the terminal', () => {
  for (const columns of [0, 20, 40, undefined]) {
    const { written, output } = stream(true, columns);
    progressOn(output, { NO_COLOR: '1' }, { quiet: false }).show({ message: 'x\n'.repeat(200), fraction: 2 });
    const line = written.join('').replace('\r\u001b[K', '');
    expect(line).not.toContain('\n');
    expect(line.length).toBeLessThanOrEqual(Math.max(columns || 80, 34));
  }
});

test('text of the target goes between two bars', () => {
  const { written, output } = stream(true);
  const progress = progressOn(output, { NO_COLOR: '1' }, { quiet: false });
  progress.show({ message: 'a', fraction: 0 });
  progress.passOn('listening\n');
  expect(written.slice(1)).toEqual(['\r\u001b[Klistening\n', expect.stringContaining('0 % a')]);
});

test('elsewhere each step is a line, and a step is said once', () => {
  const { written, output } = stream(false);
  const progress = progressOn(output, {}, { quiet: false });
  progress.show({ message: 'a', fraction: 0.1 });
  progress.show({ message: 'a', fraction: 0.2 });
  progress.show({ message: 'b', fraction: 1 });
  progress.done();
  expect(written).toEqual([' 10 % a\n', '100 % b\n']);
});

test('quiet is silent but for the target', () => {
  const { written, output } = stream(true);
  const progress = progressOn(output, {}, { quiet: true });
  progress.show({ message: 'a', fraction: 0.1 });
  progress.passOn('listening\n');
  progress.done();
  expect(written).toEqual(['listening\n']);
});

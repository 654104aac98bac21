import type { LabOptions } from '../tools.ts';
import { drawnWorld, runDrawn } from '../testing/drawn-world.ts';

function scripted(joinLink: string | null = null) {
  const seen: LabOptions[] = [];
  const close = jest.fn(() => Promise.resolve());
  const startLab = (options: LabOptions) => {
    seen.push(options);
    return Promise.resolve({ link: 'http://127.0.0.1:4711/#token=t', joinLink, close });
  };
  return { seen, close, startLab };
}

const stoppedWorld = () => ({ ...drawnWorld(), signal: AbortSignal.abort() });

test('it prints the link, serves this machine alone, and closes the lab when it is stopped', async () => {
  const { seen, close, startLab } = scripted();
  const { status, stdout, stderr } = await runDrawn(['lab'], { startLab }, stoppedWorld());
  expect(status).toBe(0);
  expect(stdout).toBe('the lab runs; open http://127.0.0.1:4711/#token=t\n');
  expect(stderr).toBe('Ctrl-C stops it\n');
  expect(seen).toMatchObject([{ port: 4711, host: '127.0.0.1', participants: 0 }]);
  expect(close).toHaveBeenCalledTimes(1);
});

test('another address is served after a word on what that means', async () => {
  const { startLab } = scripted();
  const { stderr } = await runDrawn(['lab', '--host', '0.0.0.0'], { startLab }, stoppedWorld());
  expect(stderr).toMatch(/^note: everybody who reaches 0\.0\.0\.0 and has a link can run the exercises/);
});

test('a class is told where to join', async () => {
  const { seen, startLab } = scripted('http://127.0.0.1:4711/#join=j');
  const { stdout } = await runDrawn(['lab', '--participants', '3', '--port', '0'], { startLab }, stoppedWorld());
  expect(stdout).toContain('participants join at http://127.0.0.1:4711/#join=j\n');
  expect(seen).toMatchObject([{ port: 0, participants: 3 }]);
});

test.each([
  ['--port', '70000'],
  ['--port', 'x'],
  ['--participants', '0'],
])('%s %s is refused', async (flag, value) => {
  const { status, stderr } = await runDrawn(['lab', flag, value], {}, stoppedWorld());
  expect(status).toBe(2);
  expect(stderr).toContain(`error [USAGE]: expected`);
});

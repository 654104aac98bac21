import { ListeningPorts } from './listening-ports.ts';

const opened = (port: number, requestedPort = port) => ({ host: '127.0.0.1', port, requestedPort, secure: false });

test('takes the port that is wanted, even if it opens later', async () => {
  const ports = new ListeningPorts();
  const chosen = ports.chosen(3000);
  ports.add(opened(40_001, 0));
  setTimeout(() => ports.add(opened(3000)), 200);
  expect((await chosen).port).toBe(3000);
});

test('prefers a port asked for by number to one that was given', async () => {
  const ports = new ListeningPorts();
  ports.add(opened(40_001, 0));
  ports.add(opened(8080));
  ports.add(opened(40_002, 0));
  expect((await ports.chosen(null)).port).toBe(8080);
});

test('takes the last of ports that were all given: an upstream stub opens before the server that uses it', async () => {
  const ports = new ListeningPorts();
  ports.add(opened(40_001, 0));
  ports.add(opened(40_002, 0));
  expect((await ports.chosen(null)).port).toBe(40_002);
});

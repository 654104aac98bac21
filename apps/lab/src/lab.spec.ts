import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { processLimits } from './exercise/process-limits.ts';
import type { Lab } from './lab.ts';
import type { EvidenceView, InstanceState, ScoreRow } from './protocol.ts';
import { Client, runningLab, tokenOf } from './testing/running-lab.ts';

jest.setTimeout(120_000);

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

async function solo(options: Parameters<typeof runningLab>[0] = {}): Promise<Client> {
  lab = await runningLab(options);
  return new Client(lab.url, tokenOf(lab.link));
}

const isRunning = ({ exercise }: InstanceState) =>
  exercise?.programs.yours.kind === 'running' && exercise.programs.twin.kind === 'running';

test('both halves of an exercise run, are sent the same requests, and leave nothing behind', async () => {
  const before = new Set([...labFolders(), ...exerciseProcesses()]);
  const client = await solo();
  await client.do('open', { causeId: 'unbounded-cache' });
  await client.untilState(isRunning);
  expect(exerciseProcesses().filter((pid) => !before.has(pid))).toHaveLength(2);
  await client.do('load', { running: true, requestsPerSecond: 50 });
  const seen = new Set<string>();
  await client.until((event) => {
    if (event.kind === 'points' && event.points.some((point) => point.requestsPerSecond > 0)) seen.add(event.slot);
    return seen.size === 2;
  });
  await lab!.close();
  lab = undefined;
  expect([...labFolders(), ...exerciseProcesses()].filter((one) => !before.has(one))).toEqual([]);
});

test('what is found out is told, but not the line, until it was found', async () => {
  const client = await solo();
  await client.do('open', { causeId: 'growing-request-list' });
  const { exercise } = await client.untilState(isRunning);
  const lines = exercise!.leakyCode.split('\n');
  expect(exercise!.leakyCode).not.toContain('leak:');
  const guilty = lines.findIndex((line) => line.includes('recent.push')) + 1;
  expect(JSON.parse((await client.do('line', { line: guilty + 1 })).text)).toEqual({ correct: false });
  await client.do('hint');
  expect(JSON.parse((await client.do('line', { line: guilty })).text)).toEqual({ correct: true });
  const { exercise: after, scores } = await client.untilState((state) => state.exercise?.progress.foundLine === guilty);
  expect(after!.progress).toMatchObject({ wrongLines: [guilty + 1], hintsLeft: 2, gaveUp: false });
  // A hint costs a sixth and a wrong line a quarter of a hundred points.
  expect(scores['growing-request-list']!.find).toBe(58);
});

test('a wrong fix is run, answered with its reason, and costs points; a given-up line gives none', async () => {
  const client = await solo();
  await client.do('open', { causeId: 'unclosed-file' });
  await client.untilState(isRunning);
  await client.do('give-up');
  expect(JSON.parse((await client.do('fix', { fix: 'forget-descriptor' })).text)).toEqual({ correct: false });
  const wrong = await client.untilState(isRunning);
  expect(wrong.exercise!.code.text).toContain('descriptor = undefined');
  expect(wrong.exercise!.progress.fixAnswers[0]!.why).toContain('closes nothing');
  expect(JSON.parse((await client.do('fix', { fix: 'right' })).text)).toEqual({ correct: true });
  const { exercise, scores } = await client.untilState((state) => state.exercise?.progress.score.fix !== 0);
  expect(exercise!.code.text).toContain('closeSync');
  expect(scores['unclosed-file']).toEqual({ find: 0, fix: 120, proof: 0 });
});

test('an exercise that takes more memory than it may is ended, says why, and is left alone after the third time', async () => {
  const client = await solo({ limits: { ...processLimits, rssMegabytes: 20 } });
  await client.do('open', { causeId: 'unbounded-cache' });
  const { exercise } = await client.untilState((state) => {
    const yours = state.exercise?.programs.yours;
    return yours?.kind === 'crashed' && !yours.restarts;
  });
  expect(exercise!.programs.yours).toMatchObject({ why: expect.stringContaining('more than the 20 MB') });
  expect(exercise!.events.filter(({ text }) => text === 'your process ended').length).toBe(4);
});

test('the codemod mends the code that runs', async () => {
  const client = await solo();
  await client.do('open', { causeId: 'unbounded-cache' });
  await client.untilState(isRunning);
  await client.do('apply');
  const { exercise } = await client.untilState(
    (state) => state.exercise?.code.origin === 'codemod' && isRunning(state),
  );
  expect(exercise!.code.text).toContain('new LRUCache<string, Visitor>({ max: 1000 })');
  expect(exercise!.failure).toBeNull();
  const { before } = JSON.parse((await client.get('evidence')).text) as EvidenceView;
  expect(before).toBeNull();
});

test('a class has room for as many as it was made for, each with processes of their own, and a score board', async () => {
  lab = await runningLab({ participants: 2 });
  const joining = new Client(lab.url, tokenOf(lab.joinLink));
  const instructor = new Client(lab.url, tokenOf(lab.link));
  const tokens = await Promise.all(['Ada', '=SUM(A1)'].map(async (name) => (await joining.do('join', { name })).text));
  const [ada, other] = tokens.map((text) => new Client(lab!.url, (JSON.parse(text) as { token: string }).token));
  expect((await joining.do('join', { name: 'ada' })).text).toContain('there is a ada already');
  expect((await joining.do('join', { name: 'Third' })).text).toContain('the class is full');
  expect((await ada!.do('join', { name: 'Fourth' })).status).toBe(400);

  await ada!.do('open', { causeId: 'unclosed-file' });
  await other!.do('open', { causeId: 'unbounded-memo' });
  await ada!.untilState(isRunning);
  const { exercise } = await other!.untilState(isRunning);
  expect(exercise!.causeId).toBe('unbounded-memo');
  await ada!.do('fix', { fix: 'right' });

  const { rows } = JSON.parse((await instructor.get('class')).text) as { rows: ScoreRow[] };
  expect(rows.map(({ name, points, now }) => [name, points, now])).toEqual([
    ['Ada', 200, 'unclosed-file'],
    ['=SUM(A1)', 0, 'unbounded-memo'],
  ]);
  expect((await instructor.get('class.csv')).text).toBe(
    "name,points,lines found,fixes chosen,proofs,works on\r\nAda,200,0,1,0,unclosed-file\r\n'=SUM(A1),0,0,0,0,unbounded-memo\r\n",
  );
  expect((await ada!.get('class')).status).toBe(404);
});

test('a port that is taken is told as that', async () => {
  lab = await runningLab();
  const port = Number(new URL(lab.url).port);
  await expect(runningLab({ port })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
});

function labFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('watertight-lab-'));
}

/** Processes whose command line is that of an exercise, where the system tells. */
function exerciseProcesses(): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('exercise/reporter.js');
    } catch {
      return false;
    }
  });
}

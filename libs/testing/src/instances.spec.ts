import { assertInstances, countInstances } from './instances.ts';

jest.setTimeout(60_000);

class Session {
  readonly user: string;
  constructor(user: string) {
    this.user = user;
  }
}
class AdminSession extends Session {}

const sessions = new Map<string, Session>();
afterEach(() => sessions.clear());

test('instances are counted after a collection, those of subclasses too, and the prototypes are none', async () => {
  sessions.set('a', new Session('a')).set('b', new AdminSession('b'));
  new Session('gone');
  expect(await countInstances(Session)).toBe(2);
  expect(await countInstances(AdminSession)).toBe(1);
});

test('as many as expected is fine', async () => {
  sessions.set('a', new Session('a'));
  await assertInstances(Session, 1);
  await assertInstances(Session, { atMost: 1 });
  await assertInstances(AdminSession, 0);
});

test('others are told with who holds one of them', async () => {
  for (const user of ['a', 'b', 'c']) sessions.set(user, new Session(user));
  await expect(assertInstances(Session, { atMost: 1 })).rejects.toThrow(
    /^expected at most 1 Session objects to be alive, found 3\n\n {2}held by {4}(.*\n)*.*sessions: Map\n.*: Session$/,
  );
});

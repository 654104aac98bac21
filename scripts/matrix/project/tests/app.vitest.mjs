import '@watertight/testing/vitest';
import { expect, test } from 'vitest';
import { createApp } from '../app.js';

test('stays flat', async () => {
  await expect(createApp()).toStayFlat({ route: 'GET /users/{n}', budget: '64 B' });
}, 300_000);

class Session {}
const sessions = [];

test('keeps sessions', async () => {
  await expect(() => new Session()).not.toRetain(Session);
  await expect(() => sessions.push(new Session())).toRetain(Session);
}, 300_000);

const { createApp } = require('../app.js');
require('@watertight/testing/jest');

jest.setTimeout(300_000);

test('stays flat', async () => {
  await expect(createApp()).toStayFlat({ route: 'GET /users/{n}', budget: '64 B' });
});

test('leaks', async () => {
  await expect(createApp()).not.toStayFlat({ route: 'GET /visits/{n}' });
});

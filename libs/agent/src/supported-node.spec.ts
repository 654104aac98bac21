import { isSupportedNode } from './supported-node.ts';

test.each([
  ['v18.20.8', false],
  ['v20.18.3', false],
  ['v20.19.0', true],
  ['20.20.2', true],
  ['v22.0.0', true],
  ['v26.1.0', true],
])('of Node %s it is said: %s', (version, expected) => {
  expect(isSupportedNode(version)).toBe(expected);
});

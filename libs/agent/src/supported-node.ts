/**
 * Whether the agent works on a version of Node; it looks for the runtime's modules in a way that older ones do not have.
 *
 * @example
 * isSupportedNode('v18.20.8'); // false
 */
export function isSupportedNode(version: string): boolean {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number) as [number, number];
  return major > 20 || (major === 20 && minor >= 19);
}

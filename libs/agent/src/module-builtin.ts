import type nodeModule from 'node:module';

/**
 * `node:module`, asked for anew each time. A variable that kept it would reach every loaded module through its cache, and so
 * stand on the retaining paths of the program's objects.
 */
export function moduleBuiltin(): typeof nodeModule {
  return process.getBuiltinModule('node:module');
}

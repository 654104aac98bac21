const methods = ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dir'] as const;

/**
 * Drops what is printed through the console for a while: a test runner keeps each line until the test ends, and thousands of
 * requests print thousands of them.
 */
export function muteConsole(): () => void {
  const { console } = globalThis;
  const own = methods.map((name) => [name, Object.getOwnPropertyDescriptor(console, name)] as const);
  for (const name of methods)
    Object.defineProperty(console, name, { configurable: true, writable: true, value: () => undefined });
  return () => {
    for (const [name, descriptor] of own) {
      if (descriptor) Object.defineProperty(console, name, descriptor);
      else Reflect.deleteProperty(console, name);
    }
  };
}

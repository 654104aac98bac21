const nouns: Readonly<Record<string, string>> = {
  Array: 'arrays',
  Function: 'functions',
  Object: 'plain objects',
  String: 'strings',
  string: 'strings',
};

/**
 * What the instances of a class are called.
 *
 * @example
 * objectsOf('Visitor'); // 'Visitor objects'
 * objectsOf('Function'); // 'functions'
 */
export function objectsOf(constructor: string | null): string {
  if (constructor === null) return 'objects';
  return Object.hasOwn(nouns, constructor) ? nouns[constructor]! : `${constructor} objects`;
}

const plain: Readonly<Record<string, string>> = {
  Object: 'plain objects',
  Array: 'arrays',
  Function: 'functions',
  String: 'strings',
  string: 'strings',
  '(string)': 'strings',
  '(concatenated string)': 'strings',
  '(sliced string)': 'strings',
};

/**
 * What piles up, in words: `Visitor objects`, but `arrays`.
 *
 * @example
 * objectsOf('Visitor'); // 'Visitor objects'
 */
export function objectsOf(constructor: string | null): string {
  if (constructor === null) return 'objects';
  return Object.hasOwn(plain, constructor) ? plain[constructor]! : `${constructor} objects`;
}

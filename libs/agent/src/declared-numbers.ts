// What a class says of itself: how many entries it takes in, and how many it has.
const capNames = withUnderscore([
  'max',
  'maxSize',
  'maxEntries',
  'maxKeys',
  'maxItems',
  'maxLength',
  'limit',
  'capacity',
]);
const countNames = withUnderscore(['length', 'size', 'count']);

function withUnderscore(names: readonly string[]): readonly string[] {
  return [...names, ...names.map((name) => `_${name}`)];
}

/** How many entries an object or its options say that it holds at most; null where they say nothing. It may not keep its word. */
export function declaredCap(object: object): number | null {
  return numberIn(object, capNames) ?? capOfOptions(object);
}

/** How many entries an object that is no collection itself says that it holds, such as a linked list. */
export function declaredCount(object: object): number | null {
  return numberIn(object, countNames);
}

function capOfOptions(object: object): number | null {
  const options = read(object, 'options');
  return typeof options === 'object' && options !== null ? numberIn(options, capNames) : null;
}

function numberIn(object: object, names: readonly string[]): number | null {
  const symbols = Object.getOwnPropertySymbols(object).filter(({ description = '' }) => names.includes(description));
  const values = [...names, ...symbols].map((name) => read(object, name));
  return (values.find((value) => Number.isSafeInteger(value) && (value as number) >= 0) as number | undefined) ?? null;
}

/** Private fields are seen through the getters of their class only, and those may throw. */
function read(object: object, name: PropertyKey): unknown {
  try {
    return Reflect.get(object, name);
  } catch {
    return undefined;
  }
}

/** The same value with every string in it replaced by what `replace` makes of it. */
export function withStrings<Value>(value: Value, replace: (text: string) => string): Value {
  return replaced(value, replace) as Value;
}

function replaced(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaced(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, replace)]));
}

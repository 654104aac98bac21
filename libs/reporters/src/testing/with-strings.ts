import {
  findingSchema,
  fixTierSchema,
  flowStepSchema,
  signalNameSchema,
  signalSchema,
  verdictSchema,
} from '@watertight/evidence';

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

const words = new Set<string>([
  ...verdictSchema.options,
  ...signalNameSchema.options,
  ...signalSchema.shape.unit.options,
  ...findingSchema.shape.confidence.options,
  ...fixTierSchema.options,
  ...flowStepSchema.shape.role.options,
]);

/** The same, but the words of which a schema allows only a few stay. */
export function withTexts<Value>(value: Value, replace: (text: string) => string): Value {
  return withStrings(value, (text) => (words.has(text) ? text : replace(text)));
}

// Written by a person, and not made of data at run time, as far as can be told: a word of a language, or of a header.
const name = /^(#?[\p{ID_Start}$_][\p{ID_Continue}$]*|<symbol .*>)$/u;
const words = /^[a-z][a-z/ -]*$/i;
const number = /\d{4}/;

/**
 * How a property follows the object that has it: `.recent`, `['content-type']`, or `[…]` where the key is data, such as an
 * address or a customer's number: a report of it may leave the machine, and another run would have another.
 *
 * @example
 * import { propertyText } from '@watertight/heap-snapshot';
 *
 * propertyText('recent'); // '.recent'
 * propertyText('127.0.0.1:37179:'); // '[…]'
 */
export function propertyText(key: string): string {
  if (number.test(key)) return '[…]';
  if (name.test(key)) return `.${key}`;
  return words.test(key) ? `['${key}']` : '[…]';
}

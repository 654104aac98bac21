import { lineOfLeak } from './fixtures.ts';

/** The parts that a person needs of the message of a failure and that an output has not. */
export function missingParts(output: string, file: string, app: string): RegExp[] {
  const parts = [
    /expected memory to stay flat, but it leaks/,
    /plain objects pile up in Array visits/,
    /\d+(\.\d)? B per request \(95 %: \d+(\.\d)? to \d+(\.\d)? B\)/,
    new RegExp(`where +${file}:${lineOfLeak(app)}:`),
    /held by[\s\S]*: Array/,
    /repeat +npx watertight check --route 'GET \/visits\/\{n\}' .* -- /,
  ];
  return parts.filter((part) => !part.test(output));
}

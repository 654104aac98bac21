import type { TextStyle } from '@watertight/reporters';
import type { Output, World } from '../world.ts';

// Also of a terminal that does not tell its size.
const defaultWidth = 80;
// Lines of prose that are longer are hard to read.
const widest = 110;

/** How to draw on a stream: as wide as the terminal, coloured unless told otherwise. */
export function styleFor(output: Output, env: World['env']): TextStyle {
  return { color: hasColor(output, env), width: Math.min(output.columns || defaultWidth, widest) };
}

// As Node does it: FORCE_COLOR before NO_COLOR (https://no-color.org), and both before the terminal.
function hasColor({ isTTY }: Output, env: World['env']): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR']) return false;
  return isTTY && env['TERM'] !== 'dumb';
}

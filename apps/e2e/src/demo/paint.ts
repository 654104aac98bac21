import { styleText } from 'node:util';

/** Colours a text, or leaves it as it came. */
export type Paint = (color: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string) => string;

export const plain: Paint = (_, text) => text;

/** Colours where the stream is a terminal that has them; `hasColors` heeds NO_COLOR and FORCE_COLOR. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return stream.isTTY && stream.hasColors() ? (color, text) => styleText(color, text) : plain;
}

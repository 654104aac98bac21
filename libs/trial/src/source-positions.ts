import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Frame } from '@watertight/agent';
import type { Position } from '@watertight/evidence';
import { SourceMaps } from '@watertight/source-maps';

/** Whose code it is: the target's own, a dependency's, or the runtime's. */
export type Ownership = 'own' | 'dependency' | 'runtime';

export function ownershipOf(file: string): Ownership {
  if (file.startsWith('node:') || !isAbsolute(file)) return 'runtime';
  return /[\\/]node_modules[\\/]/.test(file) ? 'dependency' : 'own';
}

/** Turns positions in the code that runs into positions in the author's source, relative to the target's root. */
export class SourcePositions {
  readonly #root: string;
  readonly #maps = new SourceMaps();

  constructor(root: string) {
    this.#root = realpathSync(root);
  }

  /** Absolute, links resolved. */
  get root(): string {
    return this.#root;
  }

  toPosition(frame: Omit<Frame, 'mapped'> & { readonly mapped?: boolean }): Position {
    const here = { file: frame.file, line: frame.line, column: frame.column };
    const original =
      frame.mapped || ownershipOf(frame.file) === 'dependency' ? here : (this.#maps.original(here) ?? here);
    const name = frame.function?.split('.').at(-1);
    return { ...original, file: this.relative(original.file), ...(name && { function: name }) };
  }

  relative(file: string): string {
    return isAbsolute(file) ? relative(this.#root, file).split(sep).join('/') : file;
  }

  absolute(file: string): string {
    return resolve(this.#root, file);
  }
}

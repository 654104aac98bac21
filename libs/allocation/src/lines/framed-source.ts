/** A place in a script as V8 counts: lines and columns from 0. */
export interface ScriptPosition {
  readonly line: number;
  readonly column: number;
}

/** An expression that runs in a frame of its own. */
export interface LineFrame {
  /** Where the expression begins in the script as it was. */
  readonly at: ScriptPosition;
  /** The function that it is part of, and where that begins in the script as it was. */
  readonly functionName: string;
  readonly functionAt: ScriptPosition;
}

/** A text put into a script; it has no line breaks. */
export interface Insertion {
  readonly at: ScriptPosition;
  readonly text: string;
  readonly frame?: LineFrame;
}

/** A script whose expressions run in frames of their own, with the way back to the script as it was. */
export class FramedSource {
  readonly text: string;
  readonly #byLine = new Map<number, Insertion[]>();

  /** @param insertions in the order of the text */
  constructor(text: string, insertions: readonly Insertion[]) {
    this.text = text;
    for (const insertion of insertions) {
      const line = this.#byLine.get(insertion.at.line);
      if (line) line.push(insertion);
      else this.#byLine.set(insertion.at.line, [insertion]);
    }
  }

  get insertions(): readonly Insertion[] {
    return [...this.#byLine.values()].flat();
  }

  /** What begins at a position of the framed script: an expression in its frame, or a function of the script itself. */
  at({ line, column }: ScriptPosition): LineFrame | ScriptPosition {
    let added = 0;
    for (const { at, text, frame } of this.#byLine.get(line) ?? []) {
      const start = at.column + added;
      if (column < start) break;
      if (column < start + text.length) return frame ?? { line, column: at.column };
      added += text.length;
    }
    return { line, column: column - added };
  }
}

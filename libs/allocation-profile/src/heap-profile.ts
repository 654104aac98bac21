import type { AllocationSnapshot } from './allocation-snapshot.ts';
import type { CallFrame, SamplingHeapProfile } from './traces-of-profile.ts';
import type { AllocationFrame } from './traces.ts';

interface Node {
  readonly callFrame: CallFrame;
  readonly id: number;
  readonly children: Node[];
  selfSize: number;
}

/** A snapshot as the `.heapprofile` that Chrome DevTools and speedscope open (as JSON). */
export function toHeapProfile({ traces }: AllocationSnapshot): SamplingHeapProfile {
  const head = { callFrame: root, id: 1, children: [], selfSize: 0 };
  const tree = new Tree(head);
  const samples = traces.map(({ frames, bytes }, ordinal) => {
    const node = frames.reduceRight((parent: Node, frame) => tree.childOf(parent, frame), head);
    node.selfSize += bytes;
    return { size: bytes, nodeId: node.id, ordinal: ordinal + 1 };
  });
  return { head, samples };
}

const root: CallFrame = { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };

class Tree {
  readonly #children = new Map<string, Node>();
  readonly #scripts = new Map<string, string>();
  #lastId: number;

  constructor(head: Node) {
    this.#lastId = head.id;
  }

  childOf(parent: Node, frame: AllocationFrame): Node {
    const key = `${parent.id} ${frame.file}:${frame.line}:${frame.column}:${frame.function}`;
    const known = this.#children.get(key);
    if (known) return known;
    this.#lastId += 1;
    const node: Node = { callFrame: this.#callFrame(frame), id: this.#lastId, children: [], selfSize: 0 };
    this.#children.set(key, node);
    parent.children.push(node);
    return node;
  }

  // What runs outside of JavaScript has no script: its name says what it is.
  #callFrame({ file, line, column, function: functionName }: AllocationFrame): CallFrame {
    const url = line === 0 ? '' : toUrl(file);
    return { functionName, scriptId: this.#scriptId(url), url, lineNumber: line - 1, columnNumber: column - 1 };
  }

  // DevTools tells functions of one name and place apart by the script's id, not by its url.
  #scriptId(url: string): string {
    if (url === '') return '0';
    const known = this.#scripts.get(url) ?? String(this.#scripts.size + 1);
    this.#scripts.set(url, known);
    return known;
  }
}

function toUrl(file: string): string {
  return file.startsWith('/') ? `file://${encodeURI(file)}` : file;
}

import type { MemorySample, Operation, Operations } from '@watertight/agent';

/** One heap of the target: a process, or a worker thread in one. */
export interface Isolate {
  readonly pid: number;
  readonly parentPid: number;
  /** 0 in the main thread of a process. */
  readonly threadId: number;
  readonly isClusterWorker: boolean;
}

type Ask<Peer> = <Op extends Operation>(
  peer: Peer,
  op: Op,
  ask: Operations[Op]['ask'],
  timeoutMs?: number,
) => Promise<Operations[Op]['answer']>;

// A worker that computes without a pause answers late; then what it told before stands.
const companionTimeoutMs = 5_000;

/**
 * The heaps of a target, which is often one process but may be a cluster or have worker threads: memory is that of all of them,
 * and everything else is looked at in one, the one that serves or the one that grows.
 */
export class Isolates<Peer extends Isolate> {
  readonly #ask: Ask<Peer>;
  readonly #live = new Set<Peer>();
  /** Those that were there at the first sample, with what they last told: pools start and end threads as they please. */
  #companions: Map<Peer, MemorySample> | undefined;
  readonly #heapBytes = new Map<Peer, number[]>();
  #serving: Peer | undefined;
  #focus: Peer | undefined;

  constructor(ask: Ask<Peer>) {
    this.#ask = ask;
  }

  add(peer: Peer): void {
    this.#live.add(peer);
  }

  remove(peer: Peer): void {
    this.#live.delete(peer);
    this.#heapBytes.delete(peer);
    if (this.#focus === peer) this.#focus = undefined;
  }

  /** Says which isolate opened the port. */
  serveBy(peer: Peer): void {
    this.#serving = peer;
  }

  ask<Op extends Operation>(op: Op, ask: Operations[Op]['ask'], timeoutMs?: number): Promise<Operations[Op]['answer']> {
    if (op !== 'sample') return this.#ask(this.#looked(), op, ask, timeoutMs);
    return this.#sample(ask as Operations['sample']['ask'], timeoutMs);
  }

  /** From now on looks at the isolate whose heap gained the most over the samples so far, if any gained. */
  lookAtGrowth(): void {
    const [most] = [...this.#heapBytes.keys()].sort((a, b) => this.#gainOf(b) - this.#gainOf(a));
    if (most && this.#gainOf(most) > this.#gainOf(this.#looked())) this.#focus = most;
    this.#heapBytes.clear();
  }

  #gainOf(peer: Peer): number {
    const bytes = this.#heapBytes.get(peer) ?? [0];
    return bytes.at(-1)! - bytes[0]!;
  }

  // The primary of a cluster owns the port and hands each connection on.
  #looked(): Peer {
    const serving = this.#serving!;
    this.#focus ??= [...this.#live].find(
      ({ isClusterWorker, parentPid, threadId }) => isClusterWorker && threadId === 0 && parentPid === serving.pid,
    );
    return this.#focus ?? serving;
  }

  async #sample(ask: Operations['sample']['ask'], timeoutMs?: number): Promise<MemorySample> {
    const looked = this.#looked();
    this.#companions ??= new Map([...this.#live].map((peer) => [peer, nothing]));
    const others = [...this.#companions.keys()].filter((peer) => peer !== looked);
    const [first, ...rest] = await Promise.all([
      this.#ask(looked, 'sample', ask, timeoutMs),
      ...others.map((peer) => this.#companionSample(peer, ask)),
    ]);
    this.#note(looked, first);
    const seen = new Set([looked.pid]);
    return others.reduce<MemorySample>((sum, peer, index) => {
      const isNewProcess = !seen.has(peer.pid);
      seen.add(peer.pid);
      return added(sum, rest[index]!, isNewProcess);
    }, first);
  }

  async #companionSample(peer: Peer, ask: Operations['sample']['ask']): Promise<MemorySample> {
    const last = this.#companions!.get(peer)!;
    if (!this.#live.has(peer)) return last;
    try {
      const sample = await this.#ask(peer, 'sample', ask, companionTimeoutMs);
      this.#companions!.set(peer, sample);
      this.#note(peer, sample);
      return sample;
    } catch {
      return last;
    }
  }

  #note(peer: Peer, { heapUsedBytes }: MemorySample): void {
    this.#heapBytes.set(peer, [...(this.#heapBytes.get(peer) ?? []), heapUsedBytes]);
  }
}

const nothing: MemorySample = { heapUsedBytes: 0, externalBytes: 0, rssBytes: 0, descriptors: 0 };

// Resident memory and descriptors are those of the process, whichever thread tells them.
function added(sum: MemorySample, other: MemorySample, isNewProcess: boolean): MemorySample {
  const beforeGc = sum.heapUsedBeforeGcBytes;
  return {
    heapUsedBytes: sum.heapUsedBytes + other.heapUsedBytes,
    ...(beforeGc !== undefined && {
      heapUsedBeforeGcBytes: beforeGc + (other.heapUsedBeforeGcBytes ?? other.heapUsedBytes),
    }),
    externalBytes: sum.externalBytes + other.externalBytes,
    rssBytes: sum.rssBytes + (isNewProcess ? other.rssBytes : 0),
    descriptors: sum.descriptors + (isNewProcess && sum.descriptors >= 0 ? other.descriptors : 0),
  };
}

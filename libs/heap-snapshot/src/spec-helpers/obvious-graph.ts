import type { DetailedEdge, DetailedNode, Drawing } from '@watertight/heap-snapshot-testing';

/**
 * The notions of a heap's graph, each written as its definition says and as slowly as that is: dominators by removing
 * each node in turn, retained sizes by what can no longer be reached, distances by trying all edges until nothing changes.
 * It knows drawings, and nothing of the engine.
 */
export class ObviousGraph {
  readonly names: readonly string[];
  readonly #nodes: ReadonlyMap<string, DetailedNode>;
  readonly #root: string;
  readonly #edges: readonly Reference[];
  readonly #essential: readonly Reference[];
  /** Nodes that only each other retain; their references count for nothing. */
  readonly #cliques: ReadonlySet<string>;

  readonly #lost = new Map<string, ReadonlySet<string>>();

  constructor(drawing: Drawing) {
    this.names = Object.keys(drawing);
    this.#root = this.names[0]!;
    this.#nodes = new Map(this.names.map((name) => [name, drawing[name] as DetailedNode]));
    this.#edges = this.names.flatMap((from) =>
      (this.#nodes.get(from)!.edges ?? []).map((edge) => ({ from, ...(edge as DetailedEdge) })),
    );
    const essential = this.#essentialEdges();
    const weaklyHeld = this.#reachedInTurn(essential);
    const all = [...essential, ...weaklyHeld.map((to) => reference(this.#root, to))];
    const reached = reach(all, this.#root);
    this.#cliques = new Set(this.names.filter((name) => !reached.has(name)));
    this.#essential = [
      ...all.filter(({ from }) => !this.#cliques.has(from)),
      ...[...this.#cliques].map((to) => reference(this.#root, to)),
    ];
  }

  /** The last node that has to be removed, before the node itself, for it to be unreachable. */
  dominatorOf(name: string): string {
    if (name === this.#root) return name;
    const dominators = this.names.filter((other) => other !== name && this.#isLostWithout(other).has(name));
    return dominators.find((one) => dominators.every((other) => other === one || this.#isLostWithout(other).has(one)))!;
  }

  retainedBytes(name: string): number {
    return [...this.#isLostWithout(name)].reduce((sum, lost) => sum + this.shallowBytes(lost), 0);
  }

  /** Its own bytes, and those of the storage that is its alone. */
  shallowBytes(name: string): number {
    if (this.#userRoots().length === 0) return this.#selfBytes(name);
    if (this.#ownerOf(name) !== name) return 0;
    return this.names
      .filter((other) => this.#ownerOf(other) === name)
      .reduce((sum, owned) => sum + this.#selfBytes(owned), 0);
  }

  distanceOf(name: string): number {
    const userRoots = this.#userRoots();
    const distances = this.#relax(new Map(userRoots.map((root) => [root, 1])));
    const settled = new Set(distances.keys());
    distances.set(this.#root, userRoots.length > 0 ? 100_000_000 : 0);
    settled.delete(this.#root);
    return this.#relax(distances, settled).get(name) ?? -1;
  }

  #essentialEdges(): Reference[] {
    const page = this.#pageObjects();
    return this.#edges.filter(({ from, to, type }) => {
      const fromRoot = from === this.#root;
      const entersPage = page.has(to) && !page.has(from);
      return type !== 'weak' && from !== to && (fromRoot || (type !== 'shortcut' && !entersPage));
    });
  }

  #pageObjects(): Set<string> {
    const strong = this.#edges.filter(({ type }) => type !== 'weak');
    const entries = this.#edges.filter(({ from, type }) => from === this.#root && type === 'shortcut');
    return new Set(entries.flatMap(({ to }) => [...reach(strong, to)]));
  }

  // In the order of the file: what one of them reaches no longer has to be hung on the root.
  #reachedInTurn(essential: readonly Reference[]): string[] {
    const reached = reach(essential, this.#root);
    const hung: string[] = [];
    for (const name of this.names) {
      if (reached.has(name) || essential.some(({ to }) => to === name)) continue;
      hung.push(name);
      for (const other of reach(essential, name)) reached.add(other);
    }
    return hung;
  }

  #isLostWithout(name: string): ReadonlySet<string> {
    const known = this.#lost.get(name);
    if (known) return known;
    const lost = this.#findLostWithout(name);
    this.#lost.set(name, lost);
    return lost;
  }

  #findLostWithout(name: string): Set<string> {
    if (name === this.#root) return new Set(this.names);
    const left = reach(
      this.#essential.filter(({ from, to }) => from !== name && to !== name),
      this.#root,
    );
    return new Set(this.names.filter((other) => !left.has(other)));
  }

  #userRoots(): string[] {
    return this.#edges
      .filter(({ from, to }) => from === this.#root && this.#nodes.get(to)!.type !== 'synthetic')
      .map(({ to }) => to);
  }

  #ownerOf(name: string): string {
    if (!this.#isOwnable(name)) return name;
    const strong = this.#edges.filter(({ type }) => type !== 'weak');
    const owners = this.names.filter((owner) => !this.#isOwnable(owner) && this.#ownedBy(strong, owner).has(name));
    const [owner] = owners;
    const isMoved = owners.length === 1 && owner !== this.#root && this.#nodes.get(owner!)!.type !== 'synthetic';
    return isMoved ? owner! : name;
  }

  #ownedBy(strong: readonly Reference[], owner: string): Set<string> {
    return reach(
      strong.filter(({ from, to }) => (from === owner || this.#isOwnable(from)) && this.#isOwnable(to)),
      owner,
    );
  }

  #isOwnable(name: string): boolean {
    const { type } = this.#nodes.get(name)!;
    return type === 'hidden' || type === 'array';
  }

  #selfBytes(name: string): number {
    return this.#nodes.get(name)!.selfSizeBytes!;
  }

  #relax(distances: Map<string, number>, settled: ReadonlySet<string> = new Set()): Map<string, number> {
    for (let changed = true; changed;) {
      changed = false;
      for (const { from, to, type } of this.#edges) {
        const through = (distances.get(from) ?? Infinity) + 1;
        if (type === 'weak' || settled.has(to) || settled.has(from) || through >= (distances.get(to) ?? Infinity))
          continue;
        distances.set(to, through);
        changed = true;
      }
    }
    return distances;
  }
}

interface Reference {
  readonly from: string;
  readonly to: string;
  readonly type: string;
}

function reference(from: string, to: string): Reference {
  return { from, to, type: 'property' };
}

function reach(edges: readonly Reference[], start: string): Set<string> {
  const reached = new Set([start]);
  for (const name of reached) {
    for (const { from, to } of edges) if (from === name) reached.add(to);
  }
  return reached;
}

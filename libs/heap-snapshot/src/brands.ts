declare const brand: unique symbol;

/** The number of a node: 0 is the root, the last one is `nodeCount - 1`. It holds within one snapshot only. */
export type Ordinal = number & { readonly [brand]: 'ordinal' };

/** The number of an edge: the edges of node 0 come first, then those of node 1, and so on. */
export type EdgeIndex = number & { readonly [brand]: 'edge' };

/** V8's name for an object: the same in every snapshot of one process, and above 2^31 for some native nodes. */
export type NodeId = number & { readonly [brand]: 'id' };

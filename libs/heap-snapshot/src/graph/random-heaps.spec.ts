import { isDeepStrictEqual } from 'node:util';
import { randomDrawing } from '@watertight/heap-snapshot-testing';
import { ObviousGraph } from '../spec-helpers/obvious-graph.ts';
import { readDrawing } from '../spec-helpers/read-drawing.ts';

const heapsPerBatch = 500;
const batches = Array.from({ length: 6 }, (_, batch) => batch * heapsPerBatch);

// Sizes vary: small heaps are full of odd cases, larger ones have deep dominator trees.
const mostNodes = (seed: number): number => (seed % 10 === 0 ? 40 : 4 + (seed % 12));

const questions = ['dominatorOf', 'retainedBytes', 'shallowBytes', 'distanceOf'] as const;

// Dominators by removing each node in turn, retained sizes by what is no longer reached, distances by trying all edges.
test.each(batches)('the graphs of 500 random heaps from seed %i on agree with the obvious definitions', (firstSeed) => {
  for (let seed = firstSeed; seed < firstSeed + heapsPerBatch; seed += 1) {
    const drawing = randomDrawing(seed, mostNodes(seed));
    const heap = readDrawing(drawing);
    const obvious = new ObviousGraph(drawing);
    for (const question of questions) {
      const answers = heap.names.map((name) => heap[question](name));
      const expected = heap.names.map((name) => obvious[question](name));
      if (!isDeepStrictEqual(answers, expected))
        expect({ seed, question, answers }).toEqual({ seed, question, answers: expected });
    }
  }
});

import { Ring } from './ring.ts';

test.each([1, 2, 3, 7, 100])('a ring of %i keeps the newest, oldest first', (capacity) => {
  const ring = new Ring<number>(capacity);
  const all: number[] = [];
  for (let value = 0; value < 50; value += 1) {
    expect(ring.toArray()).toEqual(all.slice(-capacity));
    all.push(value);
    ring.push(value);
  }
});

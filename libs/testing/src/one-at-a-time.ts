let last: Promise<unknown> = Promise.resolve();

/** Runs it when all before it have ended: two measurements in one process would see each other. */
export function oneAtATime<Value>(measure: () => Promise<Value>): Promise<Value> {
  const mine = last.then(measure, measure);
  last = mine.catch(() => undefined);
  return mine;
}

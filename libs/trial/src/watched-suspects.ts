import {
  instancesOf,
  nameOfSink,
  retainingPath,
  scriptsOnPath,
  type HeapSnapshot,
  type PathStep,
} from '@watertight/heap-snapshot';
import { ownersOn, type Suspect } from './localise.ts';
import { ownershipOf } from './source-positions.ts';
import { tellingPath } from './telling-path.ts';

const ofARequest = new Set([
  'IncomingMessage',
  'ServerResponse',
  'Socket',
  'Http2ServerRequest',
  'Http2ServerResponse',
]);
// Most are held by a few steps, and those that another leak holds may be many. In a list that is linked each path is as long as
// the list.
const mostSteps = 100_000;
const mostHolders = 8;

/**
 * Who holds requests and responses that are long closed: the object or variable from which the retaining path enters
 * what belongs to a request. Holders that only the runtime reaches are its own business and are left out. Of many holders
 * that are alike, one stands for all.
 */
export function holdersOfRequests(snapshot: HeapSnapshot): Suspect[] {
  const instances = ['IncomingMessage', 'ServerResponse'].flatMap((name) => [...instancesOf(snapshot, name)]);
  const byPlace = new Map<string, Suspect>();
  let inspected = 0;
  for (const ordinal of instances) {
    if (inspected > mostSteps) break;
    const steps = retainingPath(snapshot, ordinal);
    inspected += steps.length;
    const entry = steps.findIndex(({ node }) => ofARequest.has(node.name));
    if (entry < 1) continue;
    const suspect = toSuspect(snapshot, steps, entry);
    if (suspect) byPlace.set(placeOf(suspect), suspect);
  }
  return [...byPlace.values()].slice(0, mostHolders);
}

function placeOf({ kind, name, declaredName, scripts }: Suspect): string {
  return JSON.stringify([kind, name.replace(/\d+/g, 'n'), declaredName, scripts]);
}

function toSuspect(snapshot: HeapSnapshot, steps: readonly PathStep[], entry: number): Suspect | null {
  const scripts = scriptsOnPath(snapshot, steps.slice(0, entry)).map(({ name }) => name);
  if (!scripts.some((script) => ownershipOf(script) !== 'runtime')) return null;
  const { edge, node } = steps[entry]!;
  const holder = steps[entry - 1]!.node;
  const { name, variable, fields } = nameOfSink(steps.slice(0, entry + 1));
  return {
    heapObjectId: holder.id,
    kind: edge.type === 'context' ? 'variable' : 'field',
    name,
    declaredName: typeof edge.name === 'string' ? edge.name : (fields.at(-1) ?? variable ?? null),
    owners: ownersOn(steps.slice(0, entry)),
    fields: edge.type === 'property' && typeof edge.name === 'string' ? [edge.name] : [],
    objectsPerRequest: 0,
    bytesPerRequest: 0,
    entriesPerRequest: 1,
    constructor: node.name,
    retainingPath: tellingPath(snapshot, steps.slice(0, entry), steps.slice(entry)),
    scripts,
    cyclic: false,
    holdsRequest: true,
  };
}

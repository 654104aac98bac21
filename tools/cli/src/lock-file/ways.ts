import type { LockFile, LockedPackage } from './lock-file.ts';

/** How a project comes to need its packages. */
export interface Ways {
  /** The shortest way from a direct dependency to a package, as `name@version`; empty where none leads there. */
  to(id: string): string[];
  isForDevelopment(id: string): boolean;
}

/** The shortest ways to all packages of a lock file. */
export function waysThrough({ packages, direct }: LockFile): Ways {
  const byId = new Map(packages.map((one) => [one.id, one]));
  const start = (isWanted: (isForDevelopment: boolean) => boolean) =>
    direct.filter(({ isForDevelopment }) => isWanted(isForDevelopment)).map(({ id }) => id);
  const inProduction = reachedFrom(
    start((isForDevelopment) => !isForDevelopment),
    byId,
  );
  const anywhere = reachedFrom(
    start(() => true),
    byId,
  );
  return {
    to: (id) => wayTo(id, inProduction.has(id) ? inProduction : anywhere, byId),
    isForDevelopment: (id) => !inProduction.has(id) && anywhere.has(id),
  };
}

type Packages = ReadonlyMap<string, LockedPackage>;
type Reached = ReadonlyMap<string, string | null>;

/** Breadth first: each package with the one that it was reached from, null for the first. */
function reachedFrom(start: readonly string[], byId: Packages): Reached {
  const from = new Map<string, string | null>(start.map((id) => [id, null]));
  const pending = [...from.keys()];
  for (let next = 0; next < pending.length; next += 1) {
    const id = pending[next]!;
    for (const needed of byId.get(id)?.needs ?? []) {
      if (from.has(needed)) continue;
      from.set(needed, id);
      pending.push(needed);
    }
  }
  return from;
}

function wayTo(id: string, from: Reached, byId: Packages): string[] {
  const way: string[] = [];
  for (let at: string | null | undefined = from.has(id) ? id : null; at; at = from.get(at)) {
    const { name, version } = byId.get(at)!;
    way.unshift(`${name}@${version}`);
  }
  return way;
}

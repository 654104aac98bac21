import type { ResourceConfig } from '../config/config.ts';
import type { ResourceKind } from './resource-table.ts';

/** What a project's configuration says that it takes and has to give back, as the table says it of what everybody uses. */
export function ownResources(resources: readonly ResourceConfig[] = []): ResourceKind[] {
  return resources.map(({ name, from, acquire, on, release }) => ({
    name,
    cause: 'unreleased-resource',
    acquire: [
      {
        calls: anyOf(acquire),
        form: 'either',
        ...(from !== undefined && { from: listOf(from) }),
        ...(on !== undefined && { on: anyOf(on) }),
      },
    ],
    release: anyOf(release),
    // `giveBack(lease)` as well as `lease.giveBack()`.
    releaseWith: anyOf(release),
    released: 'given back',
    remedy: `call ${listOf(release).join(' or ')} in a finally block`,
  }));
}

function listOf(names: string | readonly string[]): string[] {
  return typeof names === 'string' ? [names] : [...names];
}

function anyOf(names: string | readonly string[]): string {
  return listOf(names)
    .map((name) => name.replace(/[$.*+?^(){}|[\]\\]/g, '\\$&'))
    .join('|');
}

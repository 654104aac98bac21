import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One request of a case; `{{n}}` is a running number. */
interface ZooRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly abortAfterHeaders?: boolean;
}

/** A small server on real packages: leaky and mended, or a control that only looks leaky. */
export interface ZooCase {
  readonly id: string;
  readonly folder: string;
  readonly kind: 'leak' | 'control';
  readonly package: string;
  readonly entry?: string;
  /** The statements that make it leak, each as `package/file.js:line`; without the line where builds differ. */
  readonly allocationSites?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly load?: { readonly concurrency?: number; readonly requests?: readonly ZooRequest[] };
}

export type Variant = 'leaky' | 'fixed';

/** All cases in a folder, by name. */
export function readZoo(zooFolder: string): ZooCase[] {
  return readdirSync(zooFolder)
    .filter((name) => existsSync(join(zooFolder, name, 'case.json')))
    .sort()
    .map((name) => {
      const folder = join(zooFolder, name);
      return { ...(JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as ZooCase), folder };
    });
}

/** A control has one side only, which must stay silent. */
export function variantsOf({ kind }: ZooCase): Variant[] {
  return kind === 'control' ? ['fixed'] : ['leaky', 'fixed'];
}

/** The case's load as a scenario file for `--scenario`. */
export function scenarioOf({ load }: ZooCase): object {
  const requests = load?.requests?.length ? load.requests : [{ path: '/' }];
  return {
    concurrency: load?.concurrency ?? 4,
    requests: requests.map(({ method = 'GET', path = '/', headers = {}, body, abortAfterHeaders }) => ({
      method,
      path: numbered(path),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, numbered(value)])),
      ...(body !== undefined && {
        body: typeof body === 'string' ? numbered(body) : (JSON.parse(numbered(JSON.stringify(body))) as object),
      }),
      ...(abortAfterHeaders && { abort: 'after-headers' }),
    })),
  };
}

const numbered = (text: string) => text.replaceAll('{{n}}', '{n}');

import { fillRoute } from './fill.ts';
import type { Route } from './route.ts';

/** What a server said to a request of a session. */
export interface Answer {
  readonly setCookies: readonly string[];
  readonly body: string;
}

/**
 * One client over a whole trial: keeps the cookies that it is given and the values that a scenario captures, and so stays
 * logged in from block to block. One server, so the domain and path of a cookie do not matter.
 *
 * @example
 * const session = new Session();
 * session.note({ method: 'POST', path: '/login', headers: {} }, { setCookies: ['sid=7; HttpOnly'], body: '' });
 * session.fill({ method: 'GET', path: '/orders/{n}', headers: {} }, 1).headers; // { cookie: 'sid=7' }
 */
export class Session {
  readonly #cookies = new Map<string, string>();
  readonly #values = new Map<string, string>();

  /** The route with the counter, the captured values and the cookies put in. */
  fill(route: Route, n: number): Route {
    const filled = fillRoute(fillRoute(route, n), this.#values);
    const cookies = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    if (cookies.length === 0) return filled;
    const own = filled.headers['cookie'];
    return { ...filled, headers: { ...filled.headers, cookie: [...(own ? [own] : []), ...cookies].join('; ') } };
  }

  note({ capture = {} }: Route, { setCookies, body }: Answer): void {
    for (const text of setCookies) this.#keepCookie(text);
    const wanted = Object.entries(capture);
    if (wanted.length === 0) return;
    const json = parsed(body);
    for (const [name, pointer] of wanted) {
      const found = valueAt(json, pointer);
      if (found !== undefined && found !== null) {
        this.#values.set(name, typeof found === 'string' ? found : JSON.stringify(found));
      }
    }
  }

  /** Names of `wanted` that no response has given yet. */
  missing(wanted: readonly string[]): string[] {
    return wanted.filter((name) => !this.#values.has(name));
  }

  #keepCookie(text: string): void {
    const [, name, value] = /^\s*([^=;]+?)\s*=\s*([^;]*?)\s*(?:;|$)/.exec(text) ?? [];
    if (name === undefined || value === undefined) return;
    if (isExpired(text)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

function isExpired(cookie: string): boolean {
  const [, maxAge] = /;\s*max-age=(-?\d+)/i.exec(cookie) ?? [];
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const [, expires] = /;\s*expires=([^;]+)/i.exec(cookie) ?? [];
  return expires !== undefined && Date.parse(expires) <= Date.now();
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function valueAt(json: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1);
  return names.reduce<unknown>((value, name) => {
    const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? Reflect.get(value, key)
      : undefined;
  }, json);
}

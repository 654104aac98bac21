import type { ServerEvent } from '../protocol.ts';

const storedToken = 'watertight-lab-token';
const reconnectMs = 1500;

/** The token that the link carried; kept for this browser, and taken out of the address. */
export function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    keepToken(given);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(storedToken) ?? localStorage.getItem(storedToken) ?? '';
}

/** For this tab first: an instructor and a participant may try things in two tabs of one browser. */
export function keepToken(token: string): void {
  sessionStorage.setItem(storedToken, token);
  localStorage.setItem(storedToken, token);
}

export class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The lab, as this page reaches it. */
export class Connection {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  async get<Answer>(question: string): Promise<Answer> {
    return (await (await this.#fetch(question)).json()) as Answer;
  }

  async text(question: string): Promise<string> {
    return (await this.#fetch(question)).text();
  }

  async do<Answer>(action: string, body: object = {}): Promise<Answer> {
    const response = await this.#fetch(action, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Answer;
  }

  /**
   * Hears what happens while the page is seen. A page in the background lets go of its connection, of which a browser has only
   * a few for each server; when it is seen again it hears all that was.
   */
  listen(hear: (event: ServerEvent) => void, tellOnline: (online: boolean) => void): void {
    let current: AbortController | undefined;
    const begin = () => {
      if (document.hidden || current) return;
      const abort = new AbortController();
      current = abort;
      void this.#stream(abort.signal, hear, () => tellOnline(true))
        .catch(() => undefined)
        .then(() => {
          if (current === abort) current = undefined;
          if (abort.signal.aborted) return;
          tellOnline(false);
          setTimeout(begin, reconnectMs);
        });
    };
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        current?.abort();
        current = undefined;
      } else begin();
    });
    begin();
  }

  async #stream(signal: AbortSignal, hear: (event: ServerEvent) => void, begun: () => void): Promise<void> {
    const response = await this.#fetch('events', { signal });
    begun();
    let rest = '';
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const messages = (rest + part.value).split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) hear(JSON.parse(message.slice('data: '.length)) as ServerEvent);
    }
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${this.#token}` };
    const response = await fetch(`/api/${path}`, { ...init, headers });
    if (response.ok) return response;
    const { error } = (await response.json().catch(() => ({ error: response.statusText }))) as { error: string };
    throw new Refused(response.status, error);
  }
}

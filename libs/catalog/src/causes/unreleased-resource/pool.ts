/** A pool in the manner of `pg`, with a database of two orders behind it. */
export class Pool {
  readonly #idle: Client[] = [];
  #lent = 0;

  /** How many clients are lent at present. */
  get lent(): number {
    return this.#lent;
  }

  connect(): Promise<Client> {
    const client = this.#idle.pop() ?? new Client((given) => this.#take(given));
    this.#lent += 1;
    return Promise.resolve(client);
  }

  #take(client: Client): void {
    this.#lent -= 1;
    this.#idle.push(client);
  }
}

class Client {
  readonly #giveBack: (client: Client) => void;

  constructor(giveBack: (client: Client) => void) {
    this.#giveBack = giveBack;
  }

  /** Fails where the value is no number, as a database does. */
  query(_text: string, [id = '']: readonly string[]): Promise<{ rows: string[] }> {
    if (!/^\d+$/.test(id)) return Promise.reject(new RangeError(`invalid input syntax for type integer: "${id}"`));
    return Promise.resolve({ rows: [id === '1' ? 'sent' : 'packed'] });
  }

  release(): void {
    this.#giveBack(this);
  }
}

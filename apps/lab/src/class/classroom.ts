import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { CodedError } from '@watertight/evidence';
import type { ScoreRow } from '../protocol.ts';
import { Instance, type InstanceOptions } from './instance.ts';

export type ClassroomOptions = Omit<InstanceOptions, 'name' | 'role'> & {
  /** 0 where one person works alone. */
  readonly participants: number;
};

const longestName = 40;

/** Who may do what: one person alone, or an instructor and so many participants, each with an instance of their own. */
export class Classroom {
  readonly #options: ClassroomOptions;
  readonly #instances = new Map<string, Instance>();
  readonly #hostToken = newToken();
  readonly #joinToken = newToken();

  constructor(options: ClassroomOptions) {
    this.#options = options;
    const role = this.hasParticipants ? 'instructor' : 'solo';
    this.#instances.set(keyOf(this.#hostToken), this.#newInstance(role === 'solo' ? 'You' : 'Instructor', role));
  }

  get hasParticipants(): boolean {
    return this.#options.participants > 0;
  }

  /** Of whoever started the lab. */
  get hostToken(): string {
    return this.#hostToken;
  }

  /** With which participants join. */
  get joinToken(): string {
    return this.#joinToken;
  }

  instanceOf(token: string): Instance | undefined {
    return this.#instances.get(keyOf(token));
  }

  /** A new participant; answers the token of their instance. */
  join(joinToken: string, name: string): string {
    if (!this.hasParticipants || !isSame(joinToken, this.#joinToken)) {
      throw new CodedError('USAGE', 'expected the link that the instructor gave out, got another; ask for it again');
    }
    const wanted = name.trim().replaceAll(/\s+/g, ' ');
    const isName = wanted.length > 0 && wanted.length <= longestName && !/\p{Cc}/u.test(wanted);
    if (!isName) throw new CodedError('USAGE', `expected a name of 1 to ${longestName} letters; choose another`);
    const participants = this.#participants();
    if (participants.some((one) => one.name.toLowerCase() === wanted.toLowerCase())) {
      throw new CodedError('USAGE', `there is a ${wanted} already; choose another name`);
    }
    if (participants.length >= this.#options.participants) {
      throw new CodedError('USAGE', `the class is full: ${this.#options.participants} participants are the limit`);
    }
    const token = newToken();
    this.#instances.set(keyOf(token), this.#newInstance(wanted, 'participant'));
    return token;
  }

  /** Who has most points comes first. */
  scoreBoard(): ScoreRow[] {
    const rows = this.#participants().map((one) => one.scoreRow());
    return rows.toSorted((a, b) => b.points - a.points || (a.name < b.name ? -1 : 1));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#instances.values()].map((instance) => instance.close()));
  }

  kill(): void {
    for (const instance of this.#instances.values()) instance.kill();
  }

  #participants(): Instance[] {
    return [...this.#instances.values()].filter(({ role }) => role === 'participant');
  }

  #newInstance(name: string, role: Instance['role']): Instance {
    const workFolder = join(this.#options.workFolder, `instance-${this.#instances.size}`);
    return new Instance({ ...this.#options, workFolder, name, role });
  }
}

const newToken = () => randomBytes(24).toString('base64url');
// Looked up by what cannot be guessed letter by letter.
const digest = (text: string) => createHash('sha256').update(text).digest();
const keyOf = (token: string) => digest(token).toString('hex');
const isSame = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));

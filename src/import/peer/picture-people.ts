import type { Written } from '../../policy/document-types.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { isLogin, loginId } from './github-words.ts';
import type { PeerReading } from './peer-reading.ts';

interface Person {
  /** As written where the person was first named. */
  readonly login: string;
  readonly origin: Origin;
}

/** Everybody whom the files name, by login as GitHub compares it. */
export class PicturePeople {
  readonly #reading: PeerReading;
  readonly #people = new Map<MemberId, Person>();
  readonly #told = new Set<string>();

  constructor(reading: PeerReading) {
    this.#reading = reading;
  }

  /** Who is meant; null for what cannot be a login. Reports `invalid-member-key` and, as a warning, `two-spellings`. */
  named({ value: login, origin }: Written<string>): MemberId | null {
    if (!isLogin(login)) {
      this.#reading.report('invalid-member-key', `${quote(login)} cannot be a login.`, origin);
      return null;
    }
    const id = loginId(login);
    const known = this.#people.get(id);
    if (known === undefined) this.#people.set(id, { login, origin });
    else if (known.login !== login && !this.#told.has(login)) {
      this.#told.add(login);
      const message = `${quote(login)} is written ${quote(known.login)} elsewhere; both are one login, and one person.`;
      this.#reading.report('two-spellings', message, origin, {
        related: [{ message: 'the other spelling', origin: known.origin }],
      });
    }
    return id;
  }

  /** A list in which each person stands once. Reports `duplicate-declaration`. */
  list(logins: readonly Written<string>[], what: string): ReadonlyMap<MemberId, Origin> {
    const found = new Map<MemberId, Origin>();
    for (const login of logins) this.add(found, login, what);
    return found;
  }

  add(found: Map<MemberId, Origin>, login: Written<string>, what: string): void {
    const id = this.named(login);
    if (id === null) return;
    const first = found.get(id);
    if (first === undefined) found.set(id, login.origin);
    else
      this.#reading.report(
        'duplicate-declaration',
        `${quote(login.value)} is named twice in ${what}.`,
        login.origin,
        {
          related: [{ message: 'named here first', origin: first }],
        },
      );
  }

  loginOf(id: MemberId): string {
    const person = this.#people.get(id);
    if (person === undefined) throw new Error(`nobody named ${id}`);
    return person.login;
  }
}

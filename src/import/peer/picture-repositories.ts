import type { Written } from '../../policy/document-types.ts';
import { type Principal, principalKey, type RoleKey, type ScopePath } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { entriesFrom, resource, resourceWith } from '../../resource/resource-types.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { REPOSITORY, repositoryScope, roleOfPermission } from './github-words.ts';
import type { PeerReading } from './peer-reading.ts';

interface Grant {
  readonly scope: ScopePath;
  readonly principal: Principal;
  readonly role: RoleKey;
  readonly origin: Origin;
}

/** The repositories that the files name, and what is given on them. */
export class PictureRepositories {
  readonly #organization: ScopePath;
  readonly #reading: PeerReading;
  readonly #repositories = new Map<string, { readonly name: string; readonly origin: Origin }>();
  readonly #grants = new Map<string, Grant>();

  constructor(organization: ScopePath, reading: PeerReading) {
    this.#organization = organization;
    this.#reading = reading;
  }

  named({ value, origin }: Written<string>): ScopePath {
    // GitHub minds no letter case in a repository's name, and keeps the one it was given.
    const key = value.toLowerCase();
    const repository = this.#repositories.get(key) ?? { name: value, origin };
    this.#repositories.set(key, repository);
    return repositoryScope(this.#organization, repository.name);
  }

  /** One that is declared here, and nowhere else. Reports `duplicate-declaration`; null then. */
  once(name: Written<string>): ScopePath | null {
    const first = this.#repositories.get(name.value.toLowerCase());
    if (first === undefined) return this.named(name);
    const message = `The repository ${quote(name.value)} is declared twice.`;
    this.#reading.report('duplicate-declaration', message, name.origin, {
      related: [{ message: 'declared here first', origin: first.origin }],
    });
    return null;
  }

  has(name: string): boolean {
    return this.#repositories.has(name.toLowerCase());
  }

  /** `said`: how a message calls who is given it. Reports `duplicate-declaration`. */
  grant(scope: ScopePath, principal: Principal, said: string, { value, origin }: Written<string>): void {
    const key = `${scope}|${principalKey(principal)}`;
    const first = this.#grants.get(key);
    if (first === undefined) {
      this.#grants.set(key, { scope, principal, role: roleOfPermission(value), origin });
      return;
    }
    const message = `${said} is given two permissions on one repository.`;
    this.#reading.report('duplicate-declaration', message, origin, {
      related: [{ message: 'given here first', origin: first.origin }],
    });
  }

  get paths(): ReadonlySet<ScopePath> {
    return new Set(
      [...this.#repositories.values()].map(({ name }) => repositoryScope(this.#organization, name)),
    );
  }

  *scopes(): Generator<Resource> {
    for (const { name, origin } of this.#repositories.values()) {
      const path = repositoryScope(this.#organization, name);
      yield resource(
        'scope',
        { path, kind: REPOSITORY, title: name, settings: new Map(), parent: this.#organization },
        origin,
      );
    }
  }

  *assignments(): Generator<Resource> {
    for (const { scope, principal, role, origin } of this.#grants.values())
      yield resourceWith('assignment', { scope, principal, roles: entriesFrom([role], origin) }, origin);
  }
}

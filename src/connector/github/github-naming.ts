import { type MemberId, memberId } from '../../resource/identifiers.ts';
import type { Origin } from '../../source/origin.ts';
import { type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import type { GithubPerson } from './github-facts.ts';
import type { GivenNames } from './github-index.ts';

/** What people are called in resources, and where things were read. */
export class GithubNaming {
  readonly #endpoint: GithubEndpoint;
  readonly #names: GivenNames;

  constructor(endpoint: GithubEndpoint, names: GivenNames) {
    this.#endpoint = endpoint;
    this.#names = names;
  }

  at(path: string): Origin {
    return githubOrigin(this.#endpoint, path);
  }

  person(person: GithubPerson): MemberId {
    return memberId(this.shown(person), this.#endpoint.platform.members.compare);
  }

  shown({ id, login }: GithubPerson): string {
    return this.#names.get(`user:${id}`) ?? login;
  }
}

import {
  type CompleteSeed,
  type CompleteSeedOrganization,
  type CompleteSeedUser,
  completeSeed,
  completeUser,
} from './complete-seed.ts';
import type { GithubClock } from './github-clock.ts';
import type { GithubUserRecord } from './github-records.ts';
import type { GithubSeed } from './github-seed.ts';
import { fold, GithubWorld } from './github-world.ts';
import { plantOrganization } from './plant-organization.ts';

/** Long ago, so that nothing counts as new unless the seed says so. */
const LONG_AGO = Date.UTC(2020, 0, 1);

/** Throws for a seed that contradicts itself: it is a mistake of a test. */
export function plantGithubSeed(written: GithubSeed, clock: GithubClock): GithubWorld {
  const seed = completeSeed(written);
  const world = new GithubWorld(clock);
  for (const user of seed.users) if (user.id !== undefined) world.numbers.keep('user', user.id);
  for (const user of seed.users) plantUser(world, user);
  for (const login of logins(seed)) {
    if (world.userByLogin(login) === undefined) plantUser(world, completeUser({ login }));
  }
  for (const organization of seed.organizations) plantOrganization(world, organization);
  return world;
}

function plantUser(world: GithubWorld, seed: CompleteSeedUser): GithubUserRecord {
  if (world.userByLogin(seed.login) !== undefined) throw new Error(`user ${seed.login} is written twice`);
  return world.addUser(personOf(world, seed));
}

/** From now on everybody who is asked for exists, as almost every login does on GitHub. */
export function letEverybodyExist(world: GithubWorld): void {
  world.newcomer = (login) => world.addUser(personOf(world, completeUser({ login })));
}

function personOf(world: GithubWorld, seed: CompleteSeedUser): GithubUserRecord {
  return {
    id: seed.id ?? world.numbers.of('user', fold(seed.login)),
    login: seed.login,
    name: seed.name ?? null,
    email: seed.email ?? null,
    managedBy: seed.managedBy ?? null,
    twoFactor: seed.twoFactor,
    tradeControlled: seed.tradeControlled ?? false,
    hiddenInGraphql: seed.hiddenInGraphql,
    createdAt: LONG_AGO,
  };
}

function* logins(seed: CompleteSeed): Generator<string> {
  for (const token of seed.tokens) yield token.login;
  for (const organization of seed.organizations) yield* loginsOf(organization);
}

function* loginsOf(organization: CompleteSeedOrganization): Generator<string> {
  yield* organization.owners;
  yield* organization.members;
  yield* organization.billingManagers;
  yield* organization.blocked;
  for (const team of organization.teams) {
    yield* team.maintainers;
    yield* team.members;
  }
  for (const repository of organization.repositories) {
    yield* Object.keys(repository.collaborators);
    for (const { login } of repository.invitations) yield login;
    for (const { author } of repository.pulls) yield author;
  }
  for (const { login } of organization.invitations) if (login !== undefined) yield login;
  for (const { members } of organization.externalGroups) yield* members;
  for (const { users } of Object.values(organization.roleAssignments)) yield* users ?? [];
}

import { readFileSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { openReader } from '../../../src/connector/connect.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { UNLIMITED } from '../../../src/sandbox/github/door/github-limits.ts';
import { OWNER_TOKEN } from '../../../src/sandbox/github/door/github-tokens.ts';
import { startGithubStandIn } from '../../../src/sandbox/github/github-stand-in.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { must } from '../../connector/connections.ts';
import { fastGithub, githubConnection } from '../../connector/github/github-connections.ts';
import { kubernetesSeed } from '../../sandbox/github/kubernetes-seed.ts';
import { desiredFrom, filesAfter } from '../scene.ts';
import { itWithKubernetes, KUBERNETES } from './kubernetes-data.ts';
import { documentsOf, GITHUB, readPeer, textsBelow } from './peer-scene.ts';

/** GitHub as Peribolos leaves it behind, made from its files without the importer. */
function seeded(): GithubSeed {
  const { organizations } = kubernetesSeed(KUBERNETES);
  const nameOf = (login: string): string =>
    parse(readFileSync(`${KUBERNETES}/${login}/org.yaml`, 'utf8')).name;
  return { organizations: organizations.map((one) => ({ ...one, name: nameOf(one.login) })) };
}

itWithKubernetes(
  'a plan against GitHub as Peribolos left it is empty for all eight organizations, and says what GitHub does not show',
  async () => {
    const texts = textsBelow(KUBERNETES);
    const seed = seeded();
    const standIn = await startGithubStandIn({ seed, limits: UNLIMITED });
    onTestFinished(() => standIn.close());
    const read = readPeer('peribolos', texts);
    if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
    const changes: string[] = [];
    const notes: string[] = [];
    for (const organization of read.value) {
      const { name } = organization;
      const made = documentsOf('peribolos', organization);
      if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
      const connection = githubConnection(
        { url: standIn.url, token: OWNER_TOKEN },
        {},
        { organization: name, remote: name },
      );
      const reader = openReader(fastGithub(), connection);
      const found = must(await reader.read());
      const desired = desiredFrom(GITHUB, filesAfter({}, made.value), name);
      const plan = buildPlan(desired, found, reader.supports);
      changes.push(...plan.changes.map((change) => `${change.action} ${change.address}`));
      changes.push(...plan.unmanaged.map(({ address }) => `unmanaged ${address}`));
      notes.push(...plan.diagnostics.map(({ code }) => code));
    }
    expect(changes).toEqual([]);
    // What a team is given that its parent has already: nobody can see whether the child was given it too.
    expect(notes).toEqual(Array.from({ length: 6 }, () => 'given-already'));
  },
  180_000,
);

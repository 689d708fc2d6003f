import { expect, onTestFinished } from 'vitest';
import { performPlan } from '../../src/command/apply/perform-plan.ts';
import { openWriter } from '../../src/connector/connect.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { withChoice } from '../../src/resource/choices.ts';
import type { GroupResource, Resource } from '../../src/resource/resource.ts';
import { UNLIMITED } from '../../src/sandbox/github/door/github-limits.ts';
import { OWNER_TOKEN } from '../../src/sandbox/github/door/github-tokens.ts';
import { startGithubStandIn } from '../../src/sandbox/github/github-stand-in.ts';
import { must } from '../connector/connections.ts';
import { fastGithub, githubConnection, githubPlatform } from '../connector/github/github-connections.ts';
import { LINE, written } from '../plan/fixtures.ts';
import { kubernetesSeed } from '../sandbox/github/kubernetes-seed.ts';
import { itWithKubernetes, KUBERNETES } from './peer/kubernetes-data.ts';
import { desiredFrom, filesAfter, imported } from './scene.ts';

/**
 * The organizations of the Kubernetes project that have teams, live on GitHub: imported, changed in fifty ways in all,
 * planned, applied, and changed by hand.
 */
const ORGANIZATIONS = ['etcd-io', 'kubernetes', 'kubernetes-client', 'kubernetes-csi', 'kubernetes-sigs'];
const EACH = 10;

/** The same for the same seed: a linear congruence, as good as it has to be. */
function chance(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const ROLES = ['read', 'triage', 'write', 'maintain'];

/** What is written, and ways to change it, each of which changes something or says that it cannot. */
class Edited {
  readonly resources: Map<string, Resource>;
  readonly #name: string;
  readonly #pick: (below: number) => number;
  readonly #visible: ReadonlySet<string>;
  readonly #touched = new Set<string>();

  constructor(
    name: string,
    resources: readonly Resource[],
    visible: ReadonlySet<string>,
    pick: (below: number) => number,
  ) {
    this.#name = name;
    this.resources = new Map(resources.map((one) => [one.address, one]));
    this.#visible = visible;
    this.#pick = pick;
  }

  change(kind: number): boolean {
    const ways = [
      () => this.#joins(),
      () => this.#leaves(),
      () => this.#maintains(),
      () => this.#newTeam(),
      () => this.#nests(),
      () => this.#grants(),
      () => this.#takesGrant(),
      () => this.#otherRole(),
      () => this.#respells(),
      () => this.#goes(),
    ];
    return ways[kind % ways.length]?.() ?? false;
  }

  #groups(): readonly GroupResource[] {
    const all = [...this.resources.values()];
    return all.flatMap((one) => (one.type === 'group' && !this.#touched.has(one.address) ? [one] : []));
  }

  #one<T>(of: readonly T[]): T | null {
    return of[this.#pick(of.length)] ?? null;
  }

  #put(group: GroupResource, attributes: Partial<GroupResource['attributes']>): boolean {
    this.#touched.add(group.address);
    this.resources.set(group.address, { ...group, attributes: { ...group.attributes, ...attributes } });
    return true;
  }

  /** Members of the organization who own nothing of it: an owner is a maintainer everywhere. */
  #people(): readonly string[] {
    return [...this.resources.values()].flatMap((one) =>
      one.type === 'member' &&
      one.attributes.scope === this.#name &&
      !this.resources.has(`assignment:${this.#name}|member:${one.attributes.member}`)
        ? [one.attributes.member]
        : [],
    );
  }

  #joins(): boolean {
    const group = this.#one(this.#groups());
    const person = group && this.#one(this.#people().filter((one) => !group.attributes.members.has(one)));
    return group && person
      ? this.#put(group, { members: new Map([...group.attributes.members, [person, LINE]]) })
      : false;
  }

  #leaves(): boolean {
    const group = this.#one(this.#groups().filter(({ attributes }) => attributes.members.size > 1));
    const person = group && this.#one([...group.attributes.members.keys()]);
    if (!group || !person) return false;
    return this.#put(group, {
      members: new Map([...group.attributes.members].filter(([one]) => one !== person)),
      membershipRoles: withChoice(group.attributes.membershipRoles, person, null, LINE),
    });
  }

  #maintains(): boolean {
    const people = new Set(this.#people());
    const group = this.#one(this.#groups());
    const person =
      group &&
      this.#one(
        [...group.attributes.members.keys()].filter(
          (one) => people.has(one) && !group.attributes.membershipRoles.has(`${one}=maintainer`),
        ),
      );
    if (!group || !person) return false;
    return this.#put(group, {
      membershipRoles: withChoice(group.attributes.membershipRoles, person, 'maintainer', LINE),
    });
  }

  #newTeam(): boolean {
    const person = this.#one(this.#people());
    const group = written.group(`${this.#name}/made-here`, { members: person === null ? [] : [person] });
    this.#touched.add(group.address);
    this.resources.set(group.address, group);
    return true;
  }

  #nests(): boolean {
    const nested = new Set(this.#groups().flatMap(({ attributes }) => [...attributes.groups.keys()]));
    const open = this.#groups().filter(
      ({ address, attributes }) =>
        this.#visible.has(address) &&
        attributes.groups.size === 0 &&
        !nested.has(address.slice('group:'.length)),
    );
    const [parent, child] = [this.#one(open), this.#one(open)];
    if (!parent || !child || parent === child) return false;
    this.#touched.add(child.address);
    return this.#put(parent, { groups: new Map([[child.address.slice('group:'.length), LINE]]) });
  }

  #grantsThere(): readonly Resource[] {
    return [...this.resources.values()].filter(
      ({ address, type }) =>
        type === 'assignment' && address.includes('/repositories/') && !this.#touched.has(address),
    );
  }

  #given(role: string): boolean {
    const found = this.#one(this.#grantsThere());
    if (found?.type !== 'assignment' || found.attributes.roles.has(role)) return false;
    this.#touched.add(found.address);
    const roles = new Map([[role, LINE]]);
    this.resources.set(found.address, { ...found, attributes: { ...found.attributes, roles } });
    return true;
  }

  #otherRole(): boolean {
    return this.#given(ROLES[this.#pick(ROLES.length)] ?? 'read');
  }

  #grants(): boolean {
    const scopes = [...this.resources.values()].filter(
      ({ type, address }) => type === 'scope' && address.includes('/'),
    );
    const [scope, group] = [this.#one(scopes), this.#one(this.#groups())];
    if (!scope || !group) return false;
    const made = written.given(scope.address.slice('scope:'.length), group.address, ['triage']);
    if (this.resources.has(made.address)) return false;
    this.#touched.add(made.address);
    this.resources.set(made.address, made);
    return true;
  }

  #takesGrant(): boolean {
    const found = this.#one(this.#grantsThere());
    return found !== null && this.resources.delete(found.address);
  }

  /** Another spelling: GitHub makes the same slug of it. */
  #respells(): boolean {
    const group = this.#one(this.#groups());
    return group === null ? false : this.#put(group, { title: group.attributes.title.toUpperCase() });
  }

  /** Out of the organization, and so out of all its teams. */
  #goes(): boolean {
    const person = this.#one(this.#people());
    if (person === null) return false;
    this.resources.delete(`member:${this.#name}/${person}`);
    for (const one of [...this.resources.values()]) {
      if (one.address.endsWith(`|member:${person}`)) this.resources.delete(one.address);
      if (one.type !== 'group' || !one.attributes.members.has(person)) continue;
      this.resources.set(one.address, {
        ...one,
        attributes: {
          ...one.attributes,
          members: new Map([...one.attributes.members].filter(([other]) => other !== person)),
          membershipRoles: withChoice(one.attributes.membershipRoles, person, null, LINE),
        },
      });
    }
    return true;
  }
}

const changesOf = (plan: Plan) => plan.changes.map(({ action, address }) => `${action} ${address}`);

itWithKubernetes(
  'fifty changes of the Kubernetes project are planned, applied and proved, and what is done by hand is drift',
  async () => {
    const seed = kubernetesSeed(KUBERNETES);
    const standIn = await startGithubStandIn({ seed, limits: UNLIMITED });
    onTestFinished(() => standIn.close());
    const pick = chance(2026);
    let changed = 0;
    for (const name of ORGANIZATIONS) {
      const connection = githubConnection(
        { url: standIn.url, token: OWNER_TOKEN },
        {},
        { organization: name, remote: name },
      );
      const writer = openWriter(fastGithub(), connection);
      const found = must(await writer.read());
      const made = imported(githubPlatform, found);
      if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
      expect(made.value.left).toEqual([]);
      const desired = desiredFrom(githubPlatform, filesAfter({}, made.value), name);
      expect(changesOf(buildPlan(desired, found, writer.supports))).toEqual([]);

      const live = standIn.world.organizationByLogin(name);
      if (live === undefined) throw new Error(`no organization ${name}`);
      const visible = new Set(
        [...live.teams.values()].flatMap((team) =>
          team.privacy === 'closed' ? [`group:${name}/${team.slug}`] : [],
        ),
      );
      const edited = new Edited(name, desired.resources, visible, pick);
      for (let kind = 0; kind < EACH; kind += 1) {
        // A way that fits nothing here is another way.
        let tries = 0;
        while (!edited.change(kind + (tries > 20 ? 1 : 0))) tries += 1;
        changed += 1;
      }
      const wanted = { ...desired, resources: [...edited.resources.values()] };
      const plan = buildPlan(wanted, found, writer.supports);
      expect(plan.changes.length).toBeGreaterThanOrEqual(EACH - 1);
      expect(plan.changes.filter(({ action }) => action === 'deferred')).toEqual([]);
      must(
        await performPlan(
          plan,
          writer,
          () => {},
          () => false,
        ),
      );
      const after = buildPlan(wanted, must(await writer.read()), writer.supports);
      expect([name, changesOf(after), after.unmanaged]).toEqual([name, [], []]);

      // By hand, on the pages of GitHub.
      const team = [...live.teams.values()].find(({ members }) => members.size > 1);
      const [personId] = team?.members.keys() ?? [];
      if (team === undefined || personId === undefined) throw new Error('no team of two');
      const { login } = standIn.world.user(personId);
      const done = await fetch(`${standIn.url}/orgs/${name}/teams/${team.slug}/memberships/${login}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${OWNER_TOKEN}`, 'user-agent': 'test' },
      });
      expect(done.status).toBe(204);
      const drifted = driftOf(buildPlan(wanted, must(await writer.read()), writer.supports));
      expect(drifted.map(({ kind, address, entry }) => [kind, address, entry])).toContainEqual([
        'removed',
        `group:${name}/${team.slug}`,
        login.toLowerCase(),
      ]);
    }
    expect(changed).toBe(50);
  },
  600_000,
);

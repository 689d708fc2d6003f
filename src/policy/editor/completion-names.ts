import { kindBelow } from '../../platform/kind-below.ts';
import { comparableKey } from '../../platform/member-key.ts';
import type { PlatformDefinition, ScopeKindName } from '../../platform/platform-definition.ts';
import { known } from '../../source/known.ts';
import type { Origin } from '../../source/origin.ts';
import { compareText } from '../../source/text-order.ts';
import type {
  OrganizationDocument,
  WrittenCustomRole,
  WrittenGroup,
  WrittenMember,
  WrittenScope,
} from '../document-types.ts';
import type { Choice } from './json-schema.ts';

/** The names that exist in one organization: what can be referred to, and what is offered where things are defined. */
export interface CompletionNames {
  /** People of the organization, by the key as written. */
  readonly members: readonly Choice[];
  /** People of scopes below who are none of the organization. */
  readonly outsiders: readonly Choice[];
  readonly groups: readonly Choice[];
  /** Groups ruled out with `absent: true`: what they are given elsewhere can still be ruled out. */
  readonly absentGroups: readonly Choice[];
  readonly roles: readonly Choice[];
  readonly scopes: ReadonlyMap<ScopeKindName, readonly Choice[]>;
}

/** Where something is written, as one reads it: `access/people.yaml:9`. */
export type DescribeOrigin = (origin: Origin) => string;

export function completionNamesOf(
  document: OrganizationDocument,
  platform: PlatformDefinition,
  describeOrigin: DescribeOrigin,
): CompletionNames {
  const members = new NameCollection();
  const outsiders = new NameCollection();
  const groups = new NameCollection();
  const absentGroups = new NameCollection();
  const roles = new NameCollection();
  const scopes = new Map<ScopeKindName, NameCollection>();
  const comparable = (key: string): string => comparableKey(key, platform.members.compare);

  const walk = (scope: WrittenScope, kindName: ScopeKindName, path: string): void => {
    const kind = platform.scopeKinds.get(kindName);
    if (kind === undefined) return;
    const root = kind.name === platform.root;
    for (const member of scope.members) {
      if (member.absent !== null || !(root || kind.members)) continue;
      const people = root ? members : outsiders;
      people.add(member.key, aboutMember(member, path, describeOrigin), comparable(member.key));
    }
    if (platform.groups.homes.includes(kind.name)) {
      for (const group of scope.groups) {
        (group.absent === null ? groups : absentGroups).add(
          group.name,
          aboutGroup(group, path, describeOrigin),
        );
      }
    }
    for (const role of scope.roles)
      if (role.absent === null) roles.add(role.name, aboutRole(role, describeOrigin));
    for (const below of scope.scopes) {
      const { value: key } = known(below.plural, 'the kind of a scope below another');
      const found = kindBelow(kind.name, key, platform);
      if (found === undefined) continue;
      const names = scopes.get(found.name) ?? new NameCollection();
      scopes.set(found.name, names);
      names.add(below.name, `${below.title?.value ?? below.name} (${describeOrigin(below.origin)})`);
      walk(below, found.name, `${path}/${key}/${below.name}`);
    }
  };
  walk(document.root, platform.root, document.name);
  return {
    members: members.sorted(),
    outsiders: outsiders.without(members).sorted(),
    groups: groups.sorted(),
    absentGroups: absentGroups.without(groups).sorted(),
    roles: roles.sorted(),
    scopes: new Map([...scopes].map(([kind, known]) => [kind, known.sorted()])),
  };
}

/** Names, each once, with all that is said of it. */
class NameCollection {
  readonly #choices = new Map<string, Choice>();

  add(value: string, description: string, id = value): void {
    const known = this.#choices.get(id);
    if (known === undefined) this.#choices.set(id, { value, description });
    else this.#choices.set(id, { value: known.value, description: `${known.description}; ${description}` });
  }

  without(others: NameCollection): NameCollection {
    for (const id of others.#choices.keys()) this.#choices.delete(id);
    return this;
  }

  sorted(): readonly Choice[] {
    return [...this.#choices.values()].sort((a, b) => compareText(a.value, b.value));
  }
}

function aboutMember({ roles, origin }: WrittenMember, path: string, describeOrigin: DescribeOrigin): string {
  const held = roles.map(({ role, module }) => (module === null ? role : `${module}: ${role}`));
  return `Member of ${path}${held.length === 0 ? '' : `, ${held.join(', ')}`} (${describeOrigin(origin)})`;
}

function aboutGroup(
  { name, title, absent, origin }: WrittenGroup,
  path: string,
  describeOrigin: DescribeOrigin,
): string {
  const words = absent === null ? `${title?.value ?? name}, group of ${path}` : `Ruled out in ${path}`;
  return `${words} (${describeOrigin(origin)})`;
}

function aboutRole(
  { name, title, description, origin }: WrittenCustomRole,
  describeOrigin: DescribeOrigin,
): string {
  const what = description?.value.trim().replace(/\s+/g, ' ');
  return `${title?.value ?? name}${what ? `: ${what}` : ''} (${describeOrigin(origin)})`;
}

import { attributeKey } from '../compile/desired.ts';
import type { KeyComparison } from '../platform/platform-definition.ts';
import type { Written, WrittenPeople } from '../policy/document-types.ts';
import { groupAddress } from '../resource/address.ts';
import { type GroupPath, type MemberId, memberId, splitGroupPath } from '../resource/identifiers.ts';
import type { OrganizationModel } from '../resource/organization-model.ts';
import { nearest } from '../source/did-you-mean.ts';
import { groupBy, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import { isPattern, matchesPath, matchesText } from '../source/name-pattern.ts';
import { quote } from '../source/quote.ts';
import type { KnownNames } from './known-names.ts';
import type { UnboundNames } from './unbound-names.ts';

/** Finds the people whom expectations name. Reports `unknown-member`, `unknown-group` and `ambiguous-group`. */
export class PeopleBinder {
  readonly #known: KnownNames;
  /** The side that says who is in a group. */
  readonly #side: OrganizationModel;
  readonly #compare: KeyComparison;
  readonly #unbound: UnboundNames;
  readonly #byName: ReadonlyListsByKey<string, GroupPath>;

  constructor(
    knownNames: KnownNames,
    side: OrganizationModel,
    compare: KeyComparison,
    unboundNames: UnboundNames,
  ) {
    this.#known = knownNames;
    this.#side = side;
    this.#compare = compare;
    this.#unbound = unboundNames;
    this.#byName = groupBy([...knownNames.groups].sort(), (path) => splitGroupPath(path).name);
  }

  /** In byte order, without those excepted. */
  bind(named: WrittenPeople, except: WrittenPeople): readonly MemberId[] {
    const out = this.#everybody(except);
    return [...this.#everybody(named)].filter((member) => !out.has(member)).sort();
  }

  /** Groups in which nobody is, as named; of a group whose members nobody writes (`unstated`) that is not known. */
  emptyGroups({ groups }: WrittenPeople, unstated: ReadonlySet<string>): readonly Written<string>[] {
    return groups.filter((written) => {
      const found = this.#find(written);
      const known = found.every((group) => !unstated.has(attributeKey(groupAddress(group), 'members')));
      return found.length > 0 && known && found.every((group) => this.#side.peopleIn(group).size === 0);
    });
  }

  /** Whether a pattern means people who are ruled out: an expectation of nobody else must not forbid that they go. */
  leavesOut({ members }: WrittenPeople): boolean {
    return members.some(({ value }) => this.#isOfGone(memberId(value, this.#compare)));
  }

  #everybody({ members, groups }: WrittenPeople): ReadonlySet<MemberId> {
    const found = new Set<MemberId>();
    for (const written of members) for (const member of this.#members(written)) found.add(member);
    for (const written of groups) {
      for (const group of this.#groups(written)) {
        for (const member of this.#side.peopleIn(group)) found.add(member);
      }
    }
    return found;
  }

  #members(written: Written<string>): readonly MemberId[] {
    const { members, gone } = this.#known;
    const wanted = memberId(written.value, this.#compare);
    // A pattern stays one where somebody's key is spelled like it, as a key may hold a star; it matches that key too.
    const found = isPattern(wanted)
      ? [...members.keys()].filter((id) => matchesText(wanted, id))
      : members.has(wanted) || gone.has(wanted)
        ? [wanted]
        : [];
    if (found.length > 0 || this.#isOfGone(wanted)) return found;
    const message = isPattern(wanted)
      ? `The pattern ${quote(written.value)} matches no member.`
      : `No member is called ${quote(written.value)}.`;
    const hint = isPattern(wanted)
      ? null
      : this.#unbound.suggest(written.value, () =>
          alike(written.value, [...members.values(), ...gone.values()]),
        );
    this.#unbound.report('unknown-member', written, message, hint, 'member');
    return [];
  }

  /** A pattern of people of whom all are ruled out: it means nobody, and is no slip. */
  #isOfGone(wanted: MemberId): boolean {
    return isPattern(wanted) && [...this.#known.gone.keys()].some((id) => matchesText(wanted, id));
  }

  #groups(written: Written<string>): readonly GroupPath[] {
    const { groups } = this.#known;
    const { value } = written;
    const bare = isBare(value);
    const found = this.#find(written);
    const [one, another] = found;
    if (bare && !isPattern(value) && one !== undefined && another !== undefined) {
      this.#reportAmbiguous(written, one, another, found.length);
      return [];
    }
    if (one !== undefined) return found;
    const message = isPattern(value)
      ? `The pattern ${quote(value)} matches no group.`
      : `No group is called ${quote(value)}.`;
    const hint = this.#unbound.suggest(value, () => (bare ? this.#byName.keys() : groups));
    this.#unbound.report('unknown-group', written, message, hint, 'group');
    return [];
  }

  /** A path or a pattern is all that it matches; a bare name is one group, and must not be taken for another. */
  #find({ value }: Written<string>): readonly GroupPath[] {
    const { groups, writtenGroups } = this.#known;
    if (!isBare(value)) return [...groups].filter((path) => matchesPath(value, path));
    if (isPattern(value)) {
      return [...this.#byName].filter(([name]) => matchesText(value, name)).flatMap(([, paths]) => paths);
    }
    const named = this.#byName.get(value);
    const meant = named.filter((path) => writtenGroups.has(path));
    return preferred(meant.length > 0 ? meant : named);
  }

  #reportAmbiguous(written: Written<string>, one: GroupPath, another: GroupPath, count: number): void {
    const message = `${count} groups are called ${quote(written.value)}: ${one}, ${another}${count > 2 ? ', …' : ''}.`;
    const hint = `Write ${one} for one of them, or ${patternOf(one)} for all of that kind.`;
    this.#unbound.report('ambiguous-group', written, message, hint);
  }
}

function isBare(name: string): boolean {
  return !name.includes('/');
}

/** One domain makes all addresses of a company look alike, so what is before the @ must be near by itself. */
function* alike(key: string, members: Iterable<string>): Generator<string, void> {
  const local = (text: string): string => text.replace(/@.*/s, '');
  for (const member of members) if (nearest(local(key), [local(member)]) !== null) yield member;
}

/** The organization's own group of a name, where it has one. */
function preferred(named: readonly GroupPath[]): readonly GroupPath[] {
  const own = named.filter((path) => !splitGroupPath(path).home.includes('/'));
  return own.length > 0 ? own : named;
}

/** `lendwell/projects/pricing/author` → `lendwell/projects/` + `*` + `/author`. */
function patternOf(path: GroupPath): string {
  const parts = path.split('/');
  return parts.map((part, index) => (index > 0 && index === parts.length - 2 ? '*' : part)).join('/');
}

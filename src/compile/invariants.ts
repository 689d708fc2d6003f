import type { Invariant } from '../platform/definition.ts';
import type { MemberId, ScopePath } from '../resource/reference.ts';
import { resourcesOf } from '../resource/resource.ts';
import { type Origin, showOrigin } from '../source/origin.ts';
import type { Authority } from './desired.ts';
import { holdersOf } from './holders.ts';
import { showInstant } from './instants.ts';
import type { Ledger } from './ledger.ts';

/** The documents as they will be read at a moment to come. */
type Later = (moment: number) => Ledger;

type MinimumHolders = Extract<Invariant, { rule: 'minimum-holders' }>;

/**
 * The platform's rules on the whole. Reports `invariant-broken` with the platform's own code for the rule.
 * `group-members-are-members` needs nothing here: the reference check of groups is that rule. That a member is in no
 * group is a warning, because platforms ask for one on arrival and let people leave it. Minimum holders are
 * counted only where members, groups and assignments are all owned in full, for else somebody who is live and not
 * written may hold the role, and only where the role can be written at all. Where they are enough today and windows
 * will leave too few, that is a warning: a pull request can still mend it.
 */
export function checkInvariants(authority: Authority, ledger: Ledger, later: Later): void {
  for (const invariant of ledger.platform.invariants) {
    if (invariant.rule === 'group-members-are-attached') checkAttached(invariant.code, ledger);
    if (invariant.rule === 'members-are-in-groups' && authority.group === 'full') {
      checkInGroups(invariant.code, ledger);
    }
  }
  const owned = [authority.member, authority.group, authority.assignment].every((a) => a === 'full');
  if (!owned) return;
  for (const invariant of ledger.platform.invariants) {
    if (invariant.rule !== 'minimum-holders') continue;
    if (ledger.platform.roles.get(invariant.role)?.assignable !== false) {
      checkMinimumHolders(invariant, ledger, later);
    }
  }
}

function checkAttached(code: string, ledger: Ledger): void {
  const attached = new Set<string>();
  for (const { attributes } of resourcesOf(ledger.resources, 'assignment')) {
    if (attributes.principal.type === 'member')
      attached.add(`${attributes.scope}|${attributes.principal.member}`);
  }
  for (const { attributes } of resourcesOf(ledger.resources, 'group')) {
    for (const [member, origin] of attributes.members) {
      if (attached.has(`${attributes.home}|${member}`)) continue;
      ledger.report(
        'invariant-broken',
        `${code}: ${member} is in group ${attributes.name} without belonging to ${attributes.home}; on ${ledger.platform.title} a group holds members of the scope it lives in.`,
        origin,
        { hint: `Write ${member} under members of ${attributes.home} too.` },
      );
    }
  }
}

function checkInGroups(code: string, ledger: Ledger): void {
  const grouped = new Set<MemberId>();
  for (const { attributes } of resourcesOf(ledger.resources, 'group')) {
    for (const member of attributes.members.keys()) grouped.add(member);
  }
  for (const { attributes, origin } of resourcesOf(ledger.resources, 'member')) {
    if (grouped.has(attributes.member)) continue;
    ledger.report('invariant-broken', `${code}: ${attributes.display} is in no group.`, origin, {
      severity: 'warning',
      hint: `On ${ledger.platform.title} a new member is put into at least one group.`,
    });
  }
}

function checkMinimumHolders(rule: MinimumHolders, ledger: Ledger, later: Later): void {
  const { title } = ledger.platform;
  const wants = `${title} wants at least ${rule.count}`;
  const holders = holdersOf(rule.role, ledger.resources);
  for (const scope of resourcesOf(ledger.resources, 'scope')) {
    if (scope.attributes.kind !== rule.at) continue;
    const { path } = scope.attributes;
    const count = holders(path).people.size;
    const gap = count < rule.count ? null : firstGap(rule, path, ledger, later);
    if (count >= rule.count && gap === null) continue;
    const would =
      gap === null
        ? `${path} would have ${count} active holders of ${rule.role}`
        : `from ${showInstant(gap.at)} on, ${path} would have ${gap.count} active holders of ${rule.role}`;
    ledger.report('invariant-broken', `${rule.code}: ${would}; ${wants}.`, scope.origin, {
      severity: gap === null ? 'error' : 'warning',
      related: gap === null ? [] : [{ message: 'ends here', origin: gap.origin }],
      hint:
        gap === null
          ? `Give ${rule.role} on ${path} to a member who is active.`
          : `Give ${rule.role} on ${path} to a member without an end, or move \`until\`.`,
    });
  }
}

/** Ends that follow each other closer than anybody plans; what comes after them is another day's warning. */
const LOOK_AHEAD = 20;

interface Gap {
  readonly at: number;
  readonly count: number;
  readonly origin: Origin;
}

/**
 * The first moment at which windows that end leave too few. Only ends take holders away, so the documents are read
 * again as of each end that the holders of then rest on: who begins that day counts too.
 */
function firstGap(rule: MinimumHolders, path: ScopePath, ledger: Ledger, later: Later): Gap | null {
  const bounded = new Set(ledger.windows.flatMap((w) => (w.until === null ? [] : [showOrigin(w.origin)])));
  const lasting = holdersOf(rule.role, ledger.resources, (place) => !bounded.has(place));
  if (lasting(path).people.size >= rule.count) return null;
  let now = ledger;
  for (let step = 0; step < LOOK_AHEAD; step += 1) {
    const end = nextEnd(holdersOf(rule.role, now.resources)(path).places, now);
    if (end === null) return null;
    now = later(end.at);
    const count = holdersOf(rule.role, now.resources)(path).people.size;
    if (count < rule.count) return { ...end, count };
  }
  return null;
}

function nextEnd(places: ReadonlySet<string>, { windows, instant }: Ledger): Omit<Gap, 'count'> | null {
  let next: Omit<Gap, 'count'> | null = null;
  for (const { until, origin } of windows) {
    const at = until === null ? null : Date.parse(until);
    if (at === null || at <= instant || !places.has(showOrigin(origin))) continue;
    if (next === null || at < next.at) next = { at, origin };
  }
  return next;
}

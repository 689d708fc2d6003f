import { hasDeactivatingGroups } from '../access/active-memberships.ts';
import { equivalentRoles } from '../access/equivalent-roles.ts';
import type { Invariant, PlatformDefinition } from '../platform/platform-definition.ts';
import type { RoleKey, ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { formatOrigin, type Origin } from '../source/origin.ts';
import type { Binding, Ends } from './binding.ts';
import { formatInstant } from './date-bounds.ts';
import { holdersOf, type RoleHolders } from './role-holders.ts';

/** The documents as they are read at another moment, or as though no window had ended. */
export type BindingAt = (moment: number, ends?: Ends) => Binding;

export type MinimumHolders = Extract<Invariant, { rule: 'minimum-holders' }>;

/**
 * Too few holders today is an error; where windows will leave too few one day, a warning that names the day. Where only
 * an end has left too few it is a warning too, because nobody has to edit anything for what ends: the plan keeps the
 * last of those who are live, and takes everything else.
 */
export function checkMinimumHolders(rule: MinimumHolders, binding: Binding, bindingAt: BindingAt): void {
  const { title } = binding.platform;
  const wants = `${title} wants at least ${rule.count}`;
  const holders = holdersOf(rule.role, binding.platform, binding.resources);
  const holderRule: HolderRule = {
    count: rule.count,
    holders: holdersOfAny([rule.role], binding.platform),
    what: `who holds ${rule.role} on`,
  };
  for (const scope of modelOf(binding.resources).all('scope')) {
    if (scope.attributes.kind !== rule.at) continue;
    const { path } = scope.attributes;
    const count = holders(path).people.size;
    const gap = count < rule.count ? null : firstGap(holderRule, path, binding, bindingAt);
    if (count >= rule.count && gap === null) continue;
    const ended = count < rule.count ? endedHolders(rule, path, binding, bindingAt) : null;
    if (ended !== null) {
      const message = `${rule.code}: since an end, ${path} has ${count} active holders of ${rule.role}; ${wants}, so the last one there stays.`;
      binding.report('invariant-broken', message, scope.origin, {
        severity: 'warning',
        related: ended.map((origin) => ({ message: 'ended here', origin })),
        hint: `Give ${rule.role} on ${path} to a member who is active, or move \`until\`.`,
      });
      continue;
    }
    const would =
      gap === null
        ? `${path} would have ${count} active holders of ${rule.role}`
        : `from ${formatInstant(gap.at)} on, ${path} would have ${gap.count} active holders of ${rule.role}`;
    binding.report('invariant-broken', `${rule.code}: ${would}; ${wants}.`, scope.origin, {
      severity: gap === null ? 'error' : 'warning',
      related: gap === null ? [] : [{ message: gap.turn, origin: gap.origin }],
      hint:
        gap === null
          ? `Give ${rule.role} on ${path} to a member who is active.`
          : `Give ${rule.role} on ${path} to a member without an end, or move \`until\`.`,
    });
  }
}

/** The lines whose ends have left too few; null where there are too few also without any end. */
function endedHolders(
  rule: MinimumHolders,
  path: ScopePath,
  { instant, windows, platform }: Binding,
  bindingAt: BindingAt,
): readonly Origin[] | null {
  const { people, places } = holdersOf(rule.role, platform, bindingAt(instant, 'ignored').resources)(path);
  if (people.size < rule.count) return null;
  return windows
    .filter(
      ({ until, origin }) =>
        until !== null && Date.parse(until) <= instant && places.has(formatOrigin(origin)),
    )
    .map(({ origin }) => origin);
}

type LastHolderStays = Extract<Invariant, { rule: 'last-holder-stays' }>;

/** Where somebody can do today what the role can, and windows will leave nobody one day: a warning that names the day. */
export function checkLastHolderAhead(rule: LastHolderStays, binding: Binding, bindingAt: BindingAt): void {
  const holderRule: HolderRule = {
    count: 1,
    holders: holdersOfAny(equivalentRoles(rule.role, binding.platform, binding.resources), binding.platform),
    what: `who can do what ${rule.role} can on`,
  };
  for (const scope of modelOf(binding.resources).all('scope')) {
    const { path, kind } = scope.attributes;
    if (kind !== rule.at || holderRule.holders(binding.resources)(path).people.size === 0) continue;
    const gap = firstGap(holderRule, path, binding, bindingAt);
    if (gap === null) continue;
    const message = `${rule.code}: from ${formatInstant(gap.at)} on, nobody on ${path} could do what ${rule.role} can, and the apply of that day would refuse it.`;
    binding.report('invariant-broken', message, scope.origin, {
      severity: 'warning',
      related: [{ message: gap.turn, origin: gap.origin }],
      hint: `Give ${rule.role} on ${path} to a member without an end, or move \`until\`.`,
    });
  }
}

type HoldersOf = (
  resources: readonly Resource[],
  counts?: (place: string) => boolean,
) => (scope: ScopePath) => RoleHolders;

/** Whose holders are looked at ahead. */
interface HolderRule {
  readonly count: number;
  readonly holders: HoldersOf;
  /** "who can … on", "who holds … on": before the scope. */
  readonly what: string;
}

/** Who holds one of several roles. */
function holdersOfAny(roles: readonly RoleKey[], platform: PlatformDefinition): HoldersOf {
  return (resources, counts) => {
    const each = roles.map((role) => holdersOf(role, platform, resources, counts));
    return (scope) => {
      const found = each.map((holders) => holders(scope));
      return {
        people: new Set(found.flatMap(({ people }) => [...people])),
        places: new Set(found.flatMap(({ places }) => [...places])),
      };
    };
  };
}

/** The documents are read anew for each end, so not for ever; where it stops short that is said. */
const MAX_MOMENTS_AHEAD = 200;

interface HolderGap {
  readonly at: number;
  readonly count: number;
  readonly origin: Origin;
  /** What happens then. */
  readonly turn: 'begins here' | 'ends here';
}

/**
 * The first moment at which windows leave too few. Only ends take holders away, so the documents are read again as of
 * each end that the holders of then rest on: who begins that day counts too. Where groups deactivate people, a beginning
 * takes them away as well.
 */
function firstGap(
  rule: HolderRule,
  path: ScopePath,
  binding: Binding,
  bindingAt: BindingAt,
): HolderGap | null {
  const bounded = new Set(binding.windows.flatMap((w) => (w.until === null ? [] : [formatOrigin(w.origin)])));
  const beginningsTake = hasDeactivatingGroups(binding.platform);
  const lasting = rule.holders(binding.resources, (place) => !bounded.has(place));
  const staysSo = !beginningsTake || nextBeginning(binding) === null;
  if (staysSo && lasting(path).people.size >= rule.count) return null;
  let now = binding;
  for (let step = 0; ; step += 1) {
    const next = [
      nextEnd(rule.holders(now.resources)(path).places, now),
      beginningsTake ? nextBeginning(now) : null,
    ];
    const [end] = next.filter((turn) => turn !== null).sort((a, b) => a.at - b.at);
    if (end === undefined) return null;
    if (step === MAX_MOMENTS_AHEAD) {
      const seen = `${rule.what.replace(/^w/, 'W')} ${path} was checked up to ${formatInstant(now.instant)}, over ${MAX_MOMENTS_AHEAD} ${beginningsTake ? 'beginnings and ends' : 'ends'}`;
      binding.report('look-ahead-cut', `${seen}; there are later ones.`, end.origin);
      return null;
    }
    now = bindingAt(end.at);
    const count = rule.holders(now.resources)(path).people.size;
    if (count < rule.count) return { ...end, count };
  }
}

function nextEnd(
  places: ReadonlySet<string>,
  { windows, instant }: Binding,
): Omit<HolderGap, 'count'> | null {
  let next: Omit<HolderGap, 'count'> | null = null;
  for (const { until, origin } of windows) {
    const at = until === null ? null : Date.parse(until);
    if (at === null || at <= instant || !places.has(formatOrigin(origin))) continue;
    if (next === null || at < next.at) next = { at, origin, turn: 'ends here' };
  }
  return next;
}

function nextBeginning({ windows, instant }: Binding): Omit<HolderGap, 'count'> | null {
  let next: Omit<HolderGap, 'count'> | null = null;
  for (const { from, origin } of windows) {
    const at = from === null ? null : Date.parse(from);
    if (at === null || at <= instant || (next !== null && at >= next.at)) continue;
    next = { at, origin, turn: 'begins here' };
  }
  return next;
}

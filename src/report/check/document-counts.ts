import type { Desired, GrantWindow } from '../../compile/desired.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { compareOrigins } from '../../source/origin.ts';
import { byText, counted } from '../phrases.ts';

/** What the documents of one organization come to at the instant. */
export interface Counts {
  readonly scopes: number;
  readonly members: number;
  readonly groups: number;
  /** Custom ones: the platform's own are not counted. */
  readonly roles: number;
  readonly assignments: number;
  readonly windows: number;
}

export function countsOf({ resources, windows }: Desired): Counts {
  return {
    scopes: modelOf(resources).all('scope').length,
    members: new Set(
      modelOf(resources)
        .all('member')
        .map((m) => m.attributes.member),
    ).size,
    groups: modelOf(resources).all('group').length,
    roles: modelOf(resources).all('role').length,
    assignments: modelOf(resources).all('assignment').length,
    windows: windows.length,
  };
}

/** `12 members, 3 groups, 1 custom role, 9 assignments`, with scopes where there are any below the organization. */
export function countsPhrase({ scopes, members, groups, roles, assignments }: Counts): string {
  return [
    ...(scopes > 1 ? [counted(scopes, 'scope')] : []),
    counted(members, 'member'),
    counted(groups, 'group'),
    ...(roles > 0 ? [counted(roles, 'custom role')] : []),
    counted(assignments, 'assignment'),
  ].join(', ');
}

const DAY = 86_400_000;

/** A grant that ends after the instant, and in how many days: 0 is within a day. */
export interface GrantEnding {
  readonly window: GrantWindow;
  readonly until: string;
  readonly days: number;
}

/** Within so many days, the soonest first. What has ended already is a diagnostic. */
export function grantEndingsOf(
  { windows, instant }: Desired,
  within: number = Number.POSITIVE_INFINITY,
): readonly GrantEnding[] {
  const now = Date.parse(instant);
  return windows
    .flatMap((grantWindow) => {
      if (grantWindow.until === null) return [];
      const left = Date.parse(grantWindow.until) - now;
      return left > 0 && left <= within * DAY
        ? [{ window: grantWindow, until: grantWindow.until, days: Math.floor(left / DAY) }]
        : [];
    })
    .sort(
      (a, b) =>
        Date.parse(a.until) - Date.parse(b.until) ||
        compareOrigins(a.window.origin, b.window.origin) ||
        byText(a.window.grant, b.window.grant),
    );
}

export function daysPhrase(days: number): string {
  return days === 0 ? 'within a day' : `in ${counted(days, 'day')}`;
}

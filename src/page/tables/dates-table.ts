import { formatOrigin } from '../../source/origin.ts';
import { compareText } from '../../source/text-order.ts';
import { type PageTable, tableOf } from './page-table.ts';
import type { ReviewedOrganization } from './reviewed-organization.ts';

const DAY = 86_400_000;

/** What ends, begins and is to be looked at, the soonest first. A review that is overdue stays. */
export function datesTable({ facts, instant }: ReviewedOrganization): PageTable {
  const now = Date.parse(instant);
  const dates = facts.dates.flatMap((grant) => {
    const isOver = grant.until !== null && Date.parse(grant.until) <= now;
    if (isOver) return [];
    const all = [
      { what: 'begins', at: grant.from, isShown: (at: number) => at > now },
      { what: 'ends', at: grant.until, isShown: () => true },
      { what: 'review', at: grant.reviewBy, isShown: () => true },
    ];
    return all.flatMap(({ what, at, isShown }) =>
      at === null || !isShown(Date.parse(at))
        ? []
        : [{ grant, what, at, days: Math.floor((Date.parse(at) - now) / DAY) }],
    );
  });
  dates.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || compareText(a.grant.grant, b.grant.grant));
  return tableOf('dates', dates, [
    { key: 'at', title: 'When', kind: 'instant', of: ({ at }) => at },
    { key: 'days', title: 'Days', kind: 'number', of: ({ days }) => days },
    { key: 'what', title: 'What', kind: 'text', of: ({ what }) => what },
    { key: 'grant', title: 'Grant', kind: 'text', of: ({ grant }) => grant.grant },
    { key: 'reason', title: 'Reason', kind: 'text', of: ({ grant }) => grant.reason },
    { key: 'place', title: 'Written at', kind: 'place', of: ({ grant }) => formatOrigin(grant.origin) },
  ]);
}

export function exceptionsTable({ facts }: ReviewedOrganization): PageTable {
  return tableOf('exceptions', facts.exceptions, [
    { key: 'exception', title: 'Exception', kind: 'text', of: ({ name }) => name },
    { key: 'kind', title: 'From what', kind: 'text', of: ({ exceptionFrom }) => exceptionFrom },
    { key: 'state', title: 'State', kind: 'text', of: ({ state }) => state },
    { key: 'lifts', title: 'Lifts', kind: 'text', of: ({ lifts }) => lifts.join(', ') },
    { key: 'owner', title: 'Owner', kind: 'text', of: ({ owner }) => owner },
    { key: 'reason', title: 'Reason', kind: 'text', of: ({ reason }) => reason },
    { key: 'from', title: 'From', kind: 'instant', of: ({ from }) => from },
    { key: 'until', title: 'Until', kind: 'instant', of: ({ until }) => until },
    { key: 'place', title: 'Written at', kind: 'place', of: ({ origin }) => formatOrigin(origin) },
  ]);
}

import { placeKey, placesReplace } from '../../../plan/replacement/replaced-places.ts';
import { groupAddress } from '../../../resource/address.ts';
import { type GroupPath, groupPath, type MemberId, memberId } from '../../../resource/identifiers.ts';
import { groupPathOf } from '../../../resource/resource.ts';
import { type Row, type RowDiagnostic, UNKNOWN } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';
import { entriesIn } from '../schema/equivalence.ts';
import type { PlannedRow } from '../session/planned-rows.ts';
import type { ReadyProvider } from '../session/provider-session.ts';

/**
 * Where a person is in one group at a time: two blocks that both have somebody are an error, for each apply would take him
 * out of the other. Whom a block puts in who is in another group now is warned of, unless that group's block was planned
 * and lets him go: it may not be managed here at all.
 */
export function exclusivePlaceProblems(
  planned: PlannedRow,
  session: ReadyProvider,
): readonly RowDiagnostic[] {
  const { platform, live, foreseen } = session;
  if (planned.type !== 'bylaw_group' || !placesReplace(platform)) return [];
  const own = pathOf(planned.row);
  if (planned.row === null || own === null) return [];
  const { home, people, joining } = placesOf(planned, session);
  const others = [...foreseen.rows()].filter(
    ({ type, row }) => type === 'bylaw_group' && row !== null && pathOf(row) !== own,
  );
  const found: RowDiagnostic[] = [];
  for (const [member, key] of people) {
    const place = placeKey(platform, home, member);
    const second = others.find((other) => {
      const there = placesOf(other, session);
      const isNew = joining.has(member) || there.joining.has(member);
      return isNew && there.people.has(member) && placeKey(platform, there.home, member) === place;
    });
    if (second !== undefined) {
      found.push(
        rowProblem(
          `${key} would be in two groups: ${own} and ${pathOf(second.row)}`,
          `On ${platform.title} a person is in one group at a time: being put into one takes out of the other, and the next plan would turn it round. Take ${key} out of one of the two.`,
          ['members', { key }],
        ),
      );
      continue;
    }
    if (!joining.has(member)) continue;
    for (const group of live.model().groupsListing(member)) {
      const path = groupPathOf(group);
      if (path === own || placeKey(platform, group.attributes.home, member) !== place) continue;
      const other = foreseen.get('bylaw_group', path);
      if (other !== null && !placesOf(other, session).people.has(member)) continue;
      found.push(
        rowProblem(
          `${key} is taken out of ${path} by this`,
          `On ${platform.title} a person is in one group at a time, and no block planned so far takes ${key} out of ${path}: what ${path} gives is lost by being put into ${own}. If a block of ${path} lets ${key} go, name this one in its depends_on: then it is one write, and there is no moment without a group.`,
          ['members', { key }],
          'warning',
        ),
      );
    }
  }
  return found;
}

interface PlacesOfRow {
  readonly home: string;
  /** As the block writes them. */
  readonly people: ReadonlyMap<MemberId, string>;
  /** Who is not in it yet. */
  readonly joining: ReadonlySet<MemberId>;
}

function placesOf({ row }: PlannedRow, { platform, live }: ReadyProvider): PlacesOfRow {
  const home = typeof row?.home === 'string' ? row.home : '';
  const path = pathOf(row);
  const there = path === null ? null : live.get('group', groupAddress(path));
  const written = row?.members === UNKNOWN || row === null ? [] : entriesIn(row.members);
  const people = new Map(written.map(([key]) => [memberId(key, platform.members.compare), key]));
  const joining = [...people.keys()].filter((one) => there?.attributes.members.has(one) !== true);
  return { home, people, joining: new Set(joining) };
}

function pathOf(row: Row | null): GroupPath | null {
  return typeof row?.home === 'string' && typeof row.name === 'string' ? groupPath(row.home, row.name) : null;
}

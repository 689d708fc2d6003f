import { groupPath } from '../../../resource/identifiers.ts';
import { type Row, type RowDiagnostic, UNKNOWN } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { rowProblem } from '../block-diagnostics.ts';
import { liveRow, textsIn } from '../schema/row-resources.ts';
import type { ReadyProvider } from '../session/provider-session.ts';

/** What can be in one another, and by which attribute. */
const CONTAINMENT = {
  bylaw_group: { inside: 'groups', what: 'group' },
  bylaw_role: { inside: 'includes', what: 'role' },
} as const;

type Containment = keyof typeof CONTAINMENT;

interface CycleStep {
  readonly name: string;
  /** Whether a block of this plan says so; else it is only live, and a block that was not planned yet may undo it. */
  readonly planned: boolean;
}

/**
 * A group that is in itself by way of others, or a role: an error where blocks planned so far say so, for nothing that is
 * planned later takes that back; the last of them is asked when all are known, whatever the order. Where a step of it is
 * only live, a warning.
 */
export function membershipCycleProblems(
  type: Containment,
  row: Row,
  session: ReadyProvider,
): readonly RowDiagnostic[] {
  const { inside, what } = CONTAINMENT[type];
  const own = nameOf(type, row);
  if (own === null || textsIn(row[inside]).includes(own)) return [];
  const ring = cycleFrom(type, own, session, true) ?? cycleFrom(type, own, session, false);
  if (ring === null) return [];
  const words = [own, ...ring.map(({ name }) => name)].join(' → ');
  const last = ring.at(-2)?.name ?? own;
  if (ring.every(({ planned }) => planned))
    return [
      rowProblem(
        `A ${what} would be in itself: ${words}`,
        `Each of them has the next in its ${inside}, and ${session.platform.title} refuses the last of them. Take ${own} out of the ${inside} of ${last}, or break it at another place.`,
        [inside],
      ),
    ];
  return [
    rowProblem(
      `A ${what} may be in itself: ${words}`,
      `Some of it is so on ${session.platform.title} now, and no block planned so far changes that. If none does, this apply is refused: take ${ring[0]?.name ?? own} out of ${inside}. If one does, name it in depends_on, so that it comes first.`,
      [inside],
      'warning',
    ),
  ];
}

/** The shortest way from a container back to itself; each step says whether the container before it was planned. */
function cycleFrom(
  type: Containment,
  own: string,
  session: ReadyProvider,
  plannedOnly: boolean,
): readonly CycleStep[] | null {
  const reached = new Map<string, readonly CycleStep[]>([[own, []]]);
  // A map hands out what is added to it while it is walked.
  for (const [at, way] of reached) {
    const { names, planned } = insideOf(type, at, session);
    if (plannedOnly && !planned) continue;
    for (const name of names) {
      const step = [...way, { name, planned }];
      if (name === own) return step;
      if (!reached.has(name)) reached.set(name, step);
    }
  }
  return null;
}

function insideOf(
  type: Containment,
  name: string,
  { foreseen, live, organization }: ReadyProvider,
): { readonly names: readonly string[]; readonly planned: boolean } {
  const { inside } = CONTAINMENT[type];
  const cut = name.lastIndexOf('/');
  const key: Row =
    type === 'bylaw_group'
      ? { home: name.slice(0, cut), name: name.slice(cut + 1) }
      : { home: organization, name };
  const found = foreseen.get(type, type === 'bylaw_group' ? name : `${organization}/${name}`);
  if (found === null) return { names: textsIn(liveRow(type, key, live)?.[inside]), planned: false };
  const value = found.row?.[inside];
  // Not known yet, or left out: then what is there stays.
  if (value === UNKNOWN) return { names: textsIn(liveRow(type, key, live)?.[inside]), planned: false };
  return { names: textsIn(value), planned: true };
}

function nameOf(type: Containment, row: Row): string | null {
  if (typeof row.name !== 'string' || typeof row.home !== 'string') return null;
  return type === 'bylaw_group' ? groupPath(row.home, row.name) : textOrEmpty(row.name);
}

import type { LiveWriter } from '../../connector/connector.ts';
import { performWrites } from '../../connector/perform.ts';
import { simulateWrites } from '../../plan/write/simulate-writes.ts';
import type { Write } from '../../plan/write/write.ts';
import { writeKey } from '../../plan/write/write-subject.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { type MemberId, principalKey } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, wayOutOf } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { sentences } from '../../source/sentences.ts';
import type { Row, RowDiagnostic, RowResult } from './protocol/row.ts';
import { BrokenClosing } from './rows/decode-closing.ts';
import { idText } from './rows/decode-named.ts';
import {
  closingsOfRow,
  departuresOfRow,
  membershipsOfRow,
  removedRolesOfRow,
  resourcesOfRow,
} from './rows/decode-rows.ts';
import {
  type Departure,
  departuresRow,
  type GroupMembershipKey,
  groupMembershipKey,
  membersRow,
  namedRow,
  rosterRow,
} from './rows/encode-rows.ts';
import type { PlacedRow, RowKey } from './rows/organization-rows.ts';
import { rowKey } from './rows/organization-rows.ts';
import type { RowTypeName } from './rows/row-tables.ts';
import { writesOfRow } from './rows/row-writes.ts';

/** Terraform asked for something that the session was not opened for. */
const READ_ONLY: RowDiagnostic = {
  severity: 'error',
  summary: 'This run only plans',
  detail: 'The provider was opened without a writer, so nothing can be applied through it.',
};

const PARTIAL: Origin = { from: 'platform', platform: 'terraform', what: 'partial apply' };

const NOT_BEGUN: RowDiagnostic = {
  severity: 'error',
  summary: 'Not begun',
  detail: 'Something else in this apply failed, so nothing more was begun.',
};

/**
 * What the rows of one organization read from and write to in one run: the snapshot the plan was made of, so that
 * terraform's refresh costs no request, and the writer, if the run may write.
 */
export interface RunSession {
  /** Rows as they are live, by type and natural key. */
  readonly live: ReadonlyMap<RowKey, Row>;
  readonly writer: LiveWriter | null;
  readonly platform: PlatformDefinition;
  /** How people are spelled by those who wrote or shown by the platform that holds them. */
  readonly spelling: Spelling;
  /** What rows ask for and what is done by the writes of other rows, as `writeKey`. */
  readonly madeByOthers?: ReadonlySet<string>;
  /** Told of each write made and of each that failed. */
  readonly onDone: (write: Write) => void;
  readonly onFailed: (write: Write, diagnostics: readonly Diagnostic[]) => void;
  /** Told of each row that has become what was planned. */
  readonly onMade?: (row: RowKey) => void;
}

/** The organizations of one run, each with its own; null for one that has no part in it. */
export type RunSessions = (organization: string) => RunSession | null;

/** Whether something of an organization has failed in this run; then nothing more of it is begun, in no row. */
export interface RunFailureFlag {
  failed: boolean;
}

export function liveRows(rows: readonly PlacedRow[]): ReadonlyMap<RowKey, Row> {
  return new Map(rows.map((row): [RowKey, Row] => [rowKey(row.type, row.key), row.row]));
}

export function readRow(session: RunSession, type: RowTypeName, key: string): Row | null {
  return session.live.get(rowKey(type, key)) ?? null;
}

/** Makes what the planned row differs from the prior one; on failure tells what of the row is true now. */
export async function applyRow(
  session: RunSession,
  runFailureFlag: RunFailureFlag,
  type: RowTypeName,
  before: Row | null,
  after: Row | null,
): Promise<RowResult> {
  if (session.writer === null) return { row: before, problems: [READ_ONLY] };
  let asked: readonly Write[];
  try {
    asked = writesOfRow({ type, before, after }, session.spelling);
  } catch (error) {
    if (!(error instanceof BrokenClosing)) throw error;
    runFailureFlag.failed = true;
    return { row: before, problems: [problemOf(error.diagnostic, 0)] };
  }
  const writes = asked.filter((write) => session.madeByOthers?.has(writeKey(write)) !== true);
  const { done, failed, left } = await performWrites(
    writes,
    session.writer,
    session.platform,
    session.onDone,
    () => runFailureFlag.failed,
  );
  for (const { write, diagnostics } of failed) {
    // Terraform goes on with rows that do not stand on the failed one; removals among them must not.
    runFailureFlag.failed = true;
    session.onFailed(write, diagnostics);
  }
  if (failed.length === 0 && left.length === 0) {
    session.onMade?.(rowKey(type, idText(after ?? before)));
    return { row: after };
  }
  const problems = failed.flatMap(({ diagnostics }) => diagnostics.map((d) => problemOf(d, left.length)));
  if (problems.length === 0) problems.push(NOT_BEGUN);
  return { row: rowAfter(session, type, before, after, done), problems };
}

function problemOf(d: Diagnostic, left: number): RowDiagnostic {
  const rest = left === 0 ? null : `${left} further write${left === 1 ? '' : 's'} of this row not tried.`;
  return {
    severity: 'error',
    summary: `${d.code}: ${d.message}`,
    detail: sentences(wayOutOf(d), rest),
  };
}

/** The row as it is after only some of its writes were made. */
function rowAfter(
  session: RunSession,
  type: RowTypeName,
  before: Row | null,
  after: Row | null,
  done: readonly Write[],
): Row | null {
  const key = idText(after ?? before);
  if (type === 'bylaw_departures') {
    const departed = done.flatMap((write): [MemberId, Departure][] => {
      if (write.write === 'remove-member') return [[write.member, '']];
      return write.write === 'set-member-state' ? [[write.member, 'deactivated']] : [];
    });
    const places = done.flatMap((write): GroupMembershipKey[] => {
      if (write.write === 'remove-group-member')
        return [groupMembershipKey(write.group, 'member', write.member)];
      return write.write === 'unnest-group' ? [groupMembershipKey(write.group, 'group', write.child)] : [];
    });
    const taken = done.flatMap((write): [string, string][] => {
      const ends =
        write.write === 'put-assignment'
          ? write.assignment
          : write.write === 'delete-assignment'
            ? write
            : null;
      const at = ends === null ? '' : `${ends.scope}|${principalKey(ends.principal)}`;
      const what = removedRolesOfRow(after).get(at);
      return what === undefined ? [] : [[at, what]];
    });
    const closed = new Set(done.flatMap((write) => (write.write === 'update-scope' ? [write.path] : [])));
    const closings = [...closingsOfRow(after)].filter(([path]) => closed.has(path));
    return departuresRow(key, {
      people: new Map([...departuresOfRow(before), ...departed]),
      places: [...membershipsOfRow(before), ...places],
      roles: new Map([...removedRolesOfRow(before), ...taken]),
      closings: new Map([...closingsOfRow(before), ...closings]),
    }).row;
  }
  const prior = before === null ? [] : resourcesOfRow(type, before, session.spelling);
  // Nothing in a row is taken along by what else is in it.
  const now = simulateWrites(prior, done, PARTIAL, { invariants: [], groups: session.platform.groups });
  switch (type) {
    case 'bylaw_members':
      return membersRow(key, modelOf(now).all('member')).row;
    case 'bylaw_roster':
    case 'bylaw_group_roster':
      return rosterRow(key, modelOf(now).all('assignment'), type).row;
    case 'bylaw_scope':
      return modelOf(now).all('scope').map(namedRow)[0]?.row ?? null;
    case 'bylaw_role':
      return modelOf(now).all('role').map(namedRow)[0]?.row ?? null;
    case 'bylaw_group':
      return modelOf(now).all('group').map(namedRow)[0]?.row ?? null;
  }
}

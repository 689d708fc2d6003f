import type { Write } from '../../plan/write/write.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { grantWords } from '../../resource/grant-words.ts';
import { memberId, principalKey } from '../../resource/identifiers.ts';
import { type Spelling, writtenAddress, writtenPrincipal } from '../../resource/spelling.ts';
import { type Diagnostic, wayOutOf } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import type { Row, RowDiagnostic } from '../provider/protocol/row.ts';
import { canonicalPrincipal, entriesIn } from './schema/equivalence.ts';
import { ID_FORMS } from './schema/natural-key.ts';
import type { TypeName } from './schema/resource-tables.ts';
import type { MergeConflict } from './three-way-merge.ts';

/** A path to an attribute, or to one element of a map. */
export type BlockPath = readonly (string | { readonly key: string })[];

/** More than this many of one sort are counted instead of listed: nobody reads a thousand. */
const LISTED = 20;

/** One line for each, as far as anybody reads. */
export function listedUpTo(words: readonly string[]): readonly string[] {
  const shown = words.slice(0, LISTED).map((one) => `  - ${one}`);
  return words.length > LISTED ? [...shown, `  - and ${words.length - LISTED} more`] : shown;
}

export function rowProblem(
  summary: string,
  detail: string,
  place: BlockPath | null = null,
  severity: RowDiagnostic['severity'] = 'error',
): RowDiagnostic {
  return { severity, summary, detail, ...(place === null ? {} : { attribute: place }) };
}

/** A diagnostic of ours as one of terraform's: the code so that it can be looked up, the place so that it can be seen. */
export function rowProblemOf(found: Diagnostic, place: BlockPath | null): RowDiagnostic {
  const where = found.origin === null ? '' : `\n\n(${formatOrigin(found.origin)})`;
  const severity = found.severity === 'error' ? 'error' : 'warning';
  return rowProblem(
    found.message,
    `${wayOutOf(found) ?? ''}${where}\n\nCode: ${found.code}`.trim(),
    place,
    severity,
  );
}

/** Where in a block a write comes from. `row` is the planned one or, of a deletion, the one that goes. */
export function blockPathOfWrite(
  type: TypeName,
  write: Write,
  row: Row,
  platform: PlatformDefinition,
): BlockPath {
  switch (write.write) {
    case 'create-scope':
    case 'update-scope':
    case 'delete-scope':
      return [write.write === 'update-scope' ? 'title' : 'path'];
    case 'create-role':
    case 'update-role':
    case 'delete-role':
    case 'create-group':
    case 'update-group':
    case 'delete-group':
      return ['name'];
    case 'add-member':
    case 'remove-member':
      return ['member'];
    case 'set-member-state':
    case 'resend-invitation':
      return ['state'];
    case 'add-group-member':
    case 'remove-group-member':
    case 'set-membership-role':
      return blockPathOfMember(type, write.member, row, platform);
    case 'nest-group':
    case 'unnest-group':
      return ['groups'];
    case 'put-assignment':
      return placeOfPrincipal(type, principalKey(write.assignment.principal), row, platform);
    case 'delete-assignment':
      return placeOfPrincipal(type, principalKey(write.principal), row, platform);
  }
}

function placeOfPrincipal(
  type: TypeName,
  principal: string,
  row: Row,
  platform: PlatformDefinition,
): BlockPath {
  if (type !== 'bylaw_roster') return ['roles'];
  const written = entriesIn(row.roles).find(([key]) => canonicalPrincipal(key, platform) === principal);
  return ['roles', { key: written?.[0] ?? principal }];
}

/** Where a person stands in a block. */
export function blockPathOfMember(
  type: TypeName,
  member: string,
  row: Row,
  platform: PlatformDefinition,
): BlockPath {
  if (type !== 'bylaw_group')
    return placeOfPrincipal(type, principalKey({ type: 'member', member }), row, platform);
  const found = entriesIn(row.members).find(([key]) => memberId(key, platform.members.compare) === member);
  return ['members', { key: found?.[0] ?? member }];
}

/** Writes that were not begun, item by item, so that nobody has to guess what is left to do. */
export function notStartedProblems(
  left: readonly Write[],
  why: string,
  placeOf: (write: Write) => BlockPath,
  spelling: Spelling,
): readonly RowDiagnostic[] {
  const shown = left.slice(0, LISTED).map((write) => {
    const words = wordsForWrite(write, spelling);
    return rowProblem(`Not done: ${words}`, why, placeOf(write));
  });
  if (left.length <= LISTED) return shown;
  return [...shown, rowProblem(`Not done: ${left.length - LISTED} more of this resource`, why)];
}

const ANOTHER_MAY_HAVE_IT =
  'Where another block of this configuration is the same already, however it is spelled, do not import it but keep one of the two: the next plan says so.';

/**
 * Why a row that is there already cannot be taken over by a creation: that would take away what no plan has shown.
 * `isBlind`: what other blocks have was not looked at.
 */
export function adoptionProblems(
  type: TypeName,
  id: string,
  conflicts: readonly MergeConflict[],
  spelling: Spelling,
  isBlind = false,
): readonly RowDiagnostic[] {
  if (conflicts.length === 0) return [];
  const shown = listedUpTo(
    conflicts.map((one) => `${one.field === null ? '' : `${one.field}: `}${one.found(spelling)}`),
  );
  return [
    rowProblem(
      `${type} ${JSON.stringify(id)} is there already and holds more than is written here`,
      [
        'Creating it would take away, without any plan having shown it:',
        ...shown,
        '',
        'Import it, and the plan shows what would change:',
        '  import {',
        `    to = ${type}.…`,
        `    id = ${JSON.stringify(id)}`,
        '  }',
        ...(isBlind ? ['', ANOTHER_MAY_HAVE_IT] : []),
        '',
        'To destroy what is in the state, but not this: `terraform destroy -refresh=false`, or with -target.',
      ].join('\n'),
      conflicts[0]?.field == null ? null : [fieldName(type, conflicts[0])],
    ),
  ];
}

/** What somebody else did since the plan was made stands in the way of it. */
export function mergeConflictProblems(
  type: TypeName,
  conflicts: readonly MergeConflict[],
  spelling: Spelling,
): readonly RowDiagnostic[] {
  return conflicts
    .slice(0, LISTED)
    .map((one) =>
      rowProblem(
        `${writtenAddress(one.resource, spelling)} has changed since this was planned`,
        `${one.field === null ? '' : `${one.field}: `}${one.found(spelling)}, which the plan did not know; it was left as it is. Plan again.`,
        one.field === null ? null : [fieldName(type, one)],
      ),
    );
}

function fieldName(type: TypeName, { field }: MergeConflict): string {
  return type === 'bylaw_roster' ? 'roles' : (field ?? 'id');
}

export function invalidIdProblem(type: TypeName, id: string): RowDiagnostic {
  return rowProblem(
    `${JSON.stringify(id)} is not an id of ${type}`,
    `An id of ${type} looks like ${ID_FORMS[type]}.`,
  );
}

function wordsForWrite(write: Write, spelling: Spelling): string {
  switch (write.write) {
    case 'create-scope':
      return `create scope ${write.scope.path}`;
    case 'update-scope':
    case 'delete-scope':
      return `${write.write === 'update-scope' ? 'update' : 'delete'} scope ${write.path}`;
    case 'create-role':
    case 'update-role':
      return `${write.write === 'create-role' ? 'create' : 'update'} role ${write.role.name}`;
    case 'delete-role':
      return `delete role ${write.name}`;
    case 'add-member':
      return `add member ${write.member.display}`;
    case 'set-member-state':
      return `set ${spelling(write.member)} to ${write.state}`;
    case 'resend-invitation':
      return `invite ${spelling(write.member)} again`;
    case 'remove-member':
      return `remove member ${spelling(write.member)}`;
    case 'create-group':
      return `create group ${write.group.name}`;
    case 'update-group':
    case 'delete-group':
      return `${write.write === 'update-group' ? 'update' : 'delete'} group ${write.group}`;
    case 'add-group-member':
      return `add ${spelling(write.member)} to ${write.group}`;
    case 'set-membership-role':
      return `make ${spelling(write.member)} ${write.role ?? 'an ordinary member'} of ${write.group}`;
    case 'remove-group-member':
      return `remove ${spelling(write.member)} from ${write.group}`;
    case 'nest-group':
      return `put ${write.child} into ${write.group}`;
    case 'unnest-group':
      return `take ${write.child} out of ${write.group}`;
    case 'put-assignment': {
      const { principal, scope } = write.assignment;
      const given = grantWords(write.assignment).join(', ') || 'a place';
      return `give ${writtenPrincipal(principal, spelling)} ${given} on ${scope}`;
    }
    case 'delete-assignment':
      return `take from ${writtenPrincipal(write.principal, spelling)} what is held on ${write.scope}`;
  }
}

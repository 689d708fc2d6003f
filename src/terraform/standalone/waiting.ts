import { Acceptance } from '../../plan/acceptance.ts';
import type { Row, RowProblem, RowValue } from '../provider/protocol/row.ts';
import { placeOfPerson, problem } from './problems.ts';
import { resourcesOfRow } from './rows.ts';
import type { Ready } from './session.ts';
import type { TypeName } from './tables.ts';

/**
 * Who is written is to be a member: an invitation that ran out, which nobody decided, is sent again. A deactivation was
 * decided by somebody, and stays where no state is written.
 */
export function invitedAgain(row: Record<string, RowValue>, config: Row): void {
  if (row.state === 'expired' && (config.state ?? null) === null) row.state = 'active';
}

/**
 * Who has been invited and has to accept before the rest of a row can be made, by what is live. Said before anything of
 * the row is written: a group made half-way would be left over each time. Of people whom nobody knows yet nothing is said.
 */
export function notAccepted(
  type: TypeName,
  prior: Row | null,
  row: Row,
  { live, platform }: Ready,
): readonly RowProblem[] {
  if (platform.members.joining !== 'invited') return [];
  const wanted = resourcesOfRow(type, row, platform);
  const before = new Map(
    prior === null ? [] : resourcesOfRow(type, prior, platform).map((one) => [one.address, one]),
  );
  const found: RowProblem[] = [];
  let acceptance: Acceptance | null = null;
  const waits = (member: string, scope: string): boolean => {
    acceptance ??= new Acceptance(live.all('member'), platform);
    if (acceptance.reaches(member, scope)) return false;
    return live.all('member').some(({ attributes }) => attributes.member === member);
  };
  const say = (member: string, what: string): void => {
    found.push(
      problem(
        'The invitation is not accepted yet',
        `${platform.title} ${what}, and ${live.spelling(member)} is invited. Leave it out until the invitation is accepted.`,
        placeOfPerson(type, member, row, platform),
      ),
    );
  };
  for (const resource of wanted) {
    const was = before.get(resource.address);
    if (resource.type === 'group' && !platform.members.invitedInGroups) {
      const { members, home } = resource.attributes;
      for (const member of members.keys()) {
        const there = was?.type === 'group' && was.attributes.members.has(member);
        if (!there && waits(member, home)) say(member, 'takes nobody into a group who has not accepted');
      }
    }
    if (resource.type === 'assignment' && resource.attributes.principal.type === 'member') {
      const { principal, roles, scope } = resource.attributes;
      for (const role of roles.keys()) {
        const there = was?.type === 'assignment' && was.attributes.roles.has(role);
        if (there || platform.roles.get(role)?.byInvitation !== false) continue;
        if (waits(principal.member, scope))
          say(principal.member, `gives ${role} to nobody who has not accepted`);
      }
    }
  }
  return found;
}

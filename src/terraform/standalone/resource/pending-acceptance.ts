import { Acceptance } from '../../../plan/deferral/acceptance.ts';
import { modelOf } from '../../../resource/organization-model.ts';
import type { Row, RowDiagnostic, RowValue } from '../../provider/protocol/row.ts';
import { blockPathOfMember, rowProblem } from '../block-diagnostics.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import { resourcesOfBlock } from '../schema/row-resources.ts';
import type { ReadyProvider } from '../session/provider-session.ts';

/**
 * Who is written is to be a member: an invitation that ran out, which nobody decided, is sent again. A deactivation was
 * decided by somebody, and stays where no state is written.
 */
export function renewExpiredInvitation(row: Record<string, RowValue>, config: Row): void {
  if (row.state === 'expired' && (config.state ?? null) === null) row.state = 'active';
}

/**
 * Who has been invited and has to accept before the rest of a row can be made, by what is live. Said before anything of
 * the row is written: a group made half-way would be left over each time. Of people whom nobody knows yet nothing is said.
 */
export function pendingAcceptanceProblems(
  type: TypeName,
  prior: Row | null,
  row: Row,
  { live, platform }: ReadyProvider,
): readonly RowDiagnostic[] {
  if (platform.members.joining !== 'invited') return [];
  const wanted = resourcesOfBlock(type, row, platform);
  const before = modelOf(prior === null ? [] : resourcesOfBlock(type, prior, platform));
  const found: RowDiagnostic[] = [];
  let acceptance: Acceptance | null = null;
  const waits = (member: string, scope: string): boolean => {
    acceptance ??= new Acceptance(live.all('member'), platform);
    if (acceptance.reaches(member, scope)) return false;
    return live.model().membershipsOf(member).length > 0;
  };
  const say = (member: string, what: string): void => {
    found.push(
      rowProblem(
        'The invitation is not accepted yet',
        `${platform.title} ${what}, and ${live.spelling(member)} is invited. Leave it out until the invitation is accepted.`,
        blockPathOfMember(type, member, row, platform),
      ),
    );
  };
  for (const resource of wanted) {
    const was = before.at(resource.address);
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

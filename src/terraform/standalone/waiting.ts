import { Acceptance } from '../../plan/acceptance.ts';
import type { Resource } from '../../resource/resource.ts';
import type { RowProblem } from '../provider/protocol/row.ts';
import { type Place, problem } from './problems.ts';
import type { Ready } from './session.ts';

/**
 * Who has been invited and has to accept before the rest of a row can be made, by what is live. Said before anything of
 * the row is written: a group made half-way would be left over each time. Of people whom nobody knows yet nothing is said.
 */
export function waitingProblems(
  wanted: readonly Resource[],
  prior: readonly Resource[],
  session: Ready,
  placeOf: (member: string) => Place,
): readonly RowProblem[] {
  const { live, platform } = session;
  if (platform.members.joining !== 'invited') return [];
  const before = new Map(prior.map((one) => [one.address, one]));
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
        `${platform.title} ${what}, and ${member} is invited. Leave it out until the invitation is accepted.`,
        placeOf(member),
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

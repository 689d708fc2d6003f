import { formatPath } from '../../access/explain/format-path.ts';
import type { Obstacle } from '../../missing/obstacle.ts';
import { type Principal, splitGroupPath } from '../../resource/identifiers.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { listed } from '../phrases.ts';

const MOST_ROLES = 4;

/** What stands in a way, as a sentence without its place. */
export function obstaclePhrase(obstacle: Obstacle, person: string, spelling: Spelling): string {
  switch (obstacle.obstacle) {
    case 'window':
      return obstacle.why === 'expired'
        ? `${obstacle.grant} is over: until ${obstacle.date}`
        : `${obstacle.grant} has not begun: from ${obstacle.date}`;
    case 'membership':
      return membershipPhrase(obstacle.state, obstacle.scope, person);
    case 'deactivating-group': {
      const { group, chain, by } = obstacle;
      const [first] = chain;
      const name = splitGroupPath(group).name;
      const through =
        first?.step === 'member-of' && first.group !== group
          ? `, and ${person} is in it through group ${splitGroupPath(first.group).name}`
          : '';
      return `everybody in group ${name} is active nowhere: its ${by.setting} is ${by.value}${through}`;
    }
    case 'absent':
      return `${person} is marked absent on ${obstacle.scope}`;
    case 'gate':
      return `${obstacle.scope} is gated: what is given above comes in for who is attached to it only`;
    case 'closed-scope':
      return `nobody can do anything on ${obstacle.scope}, nor below: its ${obstacle.setting} is ${obstacle.value}`;
    case 'isolated':
      return `${obstacle.scope} is isolated: it takes over nothing from above`;
    case 'override': {
      const roles = obstacle.by.map(
        ({ role, principal }) => `${role} of ${principalPhrase(principal, spelling)}`,
      );
      return `on ${obstacle.scope}, ${listed(roles, MOST_ROLES)} stands in place of what is given above`;
    }
    case 'reach':
      return obstacle.reach === 'below'
        ? `${obstacle.role} holds below ${obstacle.scope} and not on it`
        : `${obstacle.role} holds on ${obstacle.scope} and not below it`;
    case 'flow-down':
      return `what is given on ${obstacle.scope} does not flow down`;
    case 'deny':
      return `it is denied: ${formatPath(obstacle.denial, spelling)}`;
  }
}

function membershipPhrase(
  state: Extract<Obstacle, { readonly obstacle: 'membership' }>['state'],
  scope: string,
  person: string,
): string {
  switch (state) {
    case 'deactivated':
      return `${person} is deactivated on ${scope}`;
    case 'invited':
      return `${person} has not accepted the invitation to ${scope}`;
    case 'expired':
      return `the invitation of ${person} to ${scope} has expired`;
  }
}

/** `dan@acme.com` or `group qa`. */
export function principalPhrase(principal: Principal, spelling: Spelling): string {
  return principal.type === 'member'
    ? spelling(principal.member)
    : `group ${splitGroupPath(principal.group).name}`;
}

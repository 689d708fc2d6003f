import { WARDEN, wardenOf } from './warden.ts';

/** Warden with permissions that can be given for one text. */
export const BROKER = WARDEN.replace('name: warden', 'name: broker')
  .replace('title: Warden', 'title: Broker')
  .replace(
    'hosts:read: { title: See hosts }',
    'hosts:read: { title: See hosts, parameter: { title: Host, covers: prefix } }',
  )
  .replace(
    'hosts:write: { title: Change hosts, implies: [hosts:read] }',
    'hosts:write: { title: Change hosts, implies: [hosts:read, users:see], parameter: { title: Host, covers: equal } }\n  users:see: { title: See people }',
  )
  .replace('carry: [roles]', 'carry: [roles, permissions]');

export const broker = wardenOf(BROKER);

/** Broker, where custom roles deny and assignments are denied. */
export const DENYING_BROKER = `${BROKER.replace('custom-roles: { at: [organization] }', 'custom-roles: { at: [organization], denies: true }')}
assignments: { denied: true }
`;
export const denyingBroker = wardenOf(DENYING_BROKER);

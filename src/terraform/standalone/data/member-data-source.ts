import { memberAddress } from '../../../resource/address.ts';
import { memberId, memberKey } from '../../../resource/identifiers.ts';
import type { Row } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { checkForm } from '../check/form-check.ts';
import { checkRules } from '../check/rules-check.ts';
import { idOfRow } from '../schema/natural-key.ts';
import { absent } from './not-there.ts';
import { rolesOf } from './roles-held.ts';
import { computed, given, source } from './snapshot-data-source.ts';

export const MEMBER_SOURCE = source({
  name: 'bylaw_member',
  description: 'A person as the platform has them, no matter who manages them.',
  attributes: {
    id: computed('string', 'The natural key.'),
    scope: given('optional', 'The scope the person is a member of. Left out: the organization.'),
    member: given('required', 'Key of the person.'),
    display: computed('string', 'The key as the platform shows it.'),
    state: computed('string', 'active, invited, deactivated or expired.'),
    groups: computed('list', 'Paths of the groups the person is in, not counting groups in groups.'),
    roles: computed('map', 'Scope to the roles the person holds there directly, separated by commas.'),
  },
  validate: (config) => checkForm('bylaw_member', config),
  find(config, session) {
    const { live, platform, organization } = session;
    const key: Row = { scope: config.scope ?? organization, member: config.member ?? null };
    const problems = checkRules('bylaw_member', key, platform, organization);
    if (problems.length > 0) return { row: null, problems };
    const comparable = memberId(textOrEmpty(key.member), platform.members.compare);
    const found = live.get('member', memberAddress(textOrEmpty(key.scope), comparable));
    const id = idOfRow('bylaw_member', key) ?? '';
    if (found === null) {
      const known = live.all('member').map(({ attributes: a }) => a.member);
      return { row: null, problems: [absent('member', id, comparable, known, 'member')], missed: true };
    }
    const { display, state } = found.attributes;
    const groups = live
      .all('group')
      .filter(({ attributes: a }) => a.members.has(comparable))
      .map(({ attributes: a }) => `${a.home}/${a.name}`);
    const roles = rolesOf(memberKey(comparable), session);
    return {
      row: { id, scope: config.scope ?? null, member: config.member ?? null, display, state, groups, roles },
    };
  },
});

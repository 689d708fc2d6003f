import { groupKey } from '../../../resource/identifiers.ts';
import type { Row } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { checkForm } from '../check/form-check.ts';
import { checkRules } from '../check/rules-check.ts';
import { idOfRow } from '../schema/natural-key.ts';
import { liveRow, textsIn } from '../schema/row-resources.ts';
import { absent } from './not-there.ts';
import { rolesOf } from './roles-held.ts';
import { computed, given, source } from './snapshot-data-source.ts';

export const GROUP_SOURCE = source({
  name: 'bylaw_group',
  description: 'A group as it is on the platform, no matter who manages it.',
  attributes: {
    id: computed('string', 'The natural key.'),
    home: given('optional', 'Scope in which the group lives. Left out: the organization.'),
    name: given('required', 'Slug of the group.'),
    title: computed('string', 'Display name.'),
    description: computed('string', 'What the group is for.'),
    settings: computed('map', 'Settings of the group to their values.'),
    members: computed('list', 'Keys of the people in the group itself.'),
    groups: computed('list', 'Paths of the groups in it.'),
    permissions: computed('list', 'Permissions the group itself carries at its home.'),
    roles: computed('map', 'Scope to the roles the group holds there, separated by commas.'),
  },
  validate: (config) => checkForm('bylaw_group', config),
  find(config, session) {
    const key: Row = { home: config.home ?? session.organization, name: config.name ?? null };
    const found = liveRow('bylaw_group', key, session.live);
    const problems = checkRules('bylaw_group', key, session.platform, session.organization);
    if (problems.length > 0) return { row: null, problems };
    const id = idOfRow('bylaw_group', key) ?? '';
    if (found === null) {
      const known = session.live.all('group').map(({ attributes: a }) => a.name);
      return {
        row: null,
        problems: [absent('group', id, textOrEmpty(key.name), known, 'name')],
        missed: true,
      };
    }
    return {
      row: {
        ...found,
        home: config.home ?? null,
        id,
        members: Object.keys(found.members ?? {}),
        groups: textsIn(found.groups),
        roles: rolesOf(groupKey(id), session),
      },
    };
  },
});

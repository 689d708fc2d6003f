import { mapOf } from '../schema/equivalence.ts';
import { computed, source } from './snapshot-data-source.ts';

export const PLATFORM_SOURCE = source({
  name: 'bylaw_platform',
  description:
    'The rules of the platform this provider is configured for: what can be written in the resources.',
  attributes: {
    name: computed('string', 'Name of the platform.'),
    title: computed('string', 'Its display name.'),
    description: computed('string', 'How access works there, in one sentence.'),
    permissions: computed('map', 'The catalogue: permission to what it allows.'),
    roles: computed('map', 'Predefined roles: name to display name.'),
    scope_kinds: computed(
      'map',
      'Kinds of scope: name to the key that stands in paths; empty for the organization.',
    ),
    group_homes: computed('list', 'Kinds of scope that groups live in.'),
    custom_roles: computed('bool', 'Whether roles can be made.'),
    member_key: computed('string', 'What people are known by: email, username or account.'),
  },
  find: (_config, { platform: p }) => ({
    row: {
      name: p.name,
      title: p.title,
      description: p.description,
      permissions: mapOf([...p.permissions.values()].map(({ name, title }) => [name, title])),
      roles: mapOf([...p.roles.values()].map(({ name, title }) => [name, title])),
      scope_kinds: mapOf([...p.scopeKinds.values()].map(({ name, plural }) => [name, plural ?? ''])),
      group_homes: [...p.groups.homes],
      custom_roles: p.customRoles !== null,
      member_key: p.members.key,
    },
  }),
});

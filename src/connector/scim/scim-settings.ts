import type { Credential } from '../connector.ts';
import { type ConnectionSettings, type Settings, textSetting } from '../settings.ts';

/** One of words, the first where nothing is written. */
function oneOf<const T extends readonly [string, ...string[]]>(...among: T) {
  return { is: 'text', among, default: among[0] } as const;
}

/** In which of its many ways a server speaks SCIM; what is not written is as RFC 7644 has it. */
export const DIALECT_SETTINGS = {
  paging: {
    ...oneOf('index', 'none'),
    title: 'Paging',
    description: 'How lists are asked for: by `startIndex` and `count`, or whole.',
  },
  count: {
    is: 'number',
    title: 'Count',
    description: 'So many resources a page are asked for.',
    least: 1,
    most: 10_000,
    default: 100,
  },
  config: {
    ...oneOf('read', 'none'),
    title: 'ServiceProviderConfig',
    description: 'Whether the server has one, which tells of ETags, filters and PATCH.',
  },
  schemas: {
    ...oneOf('told', 'untold'),
    title: 'Schemas',
    description: 'Whether lists say by `schemas` that they are lists.',
  },
  'media-type': {
    ...oneOf('application/scim+json', 'application/json'),
    title: 'Media type',
    description: 'What is sent as.',
  },
  person: {
    ...oneOf('userName', 'externalId', 'email'),
    title: 'Person',
    description: 'The attribute by which documents name people.',
  },
  emails: {
    is: 'flag',
    title: 'Emails',
    description: 'Whether a new person is sent with an email, which is the name.',
    default: false,
  },
  active: {
    ...oneOf('boolean', 'text', 'untold'),
    title: 'Active',
    description: 'How `active` is told and sent; `untold`: people are active, and cannot be deactivated.',
  },
  members: {
    is: 'text',
    title: 'Members',
    description:
      'Where the people of a group are told: in the list of groups, in each group, or in each person.',
    among: ['list', 'group', 'user'],
    default: 'list',
  },
  'no-members': {
    ...oneOf('stop', 'empty'),
    title: 'No members',
    description: 'What it means where they are not told: the read stops, or nobody is there.',
  },
  nesting: {
    is: 'flag',
    title: 'Nesting',
    description: 'Whether the server takes groups in groups.',
    default: true,
  },
  add: {
    ...oneOf('patch', 'put'),
    title: 'Add',
    description: 'How somebody is put into a group: a PATCH, or a PUT of the whole group.',
  },
  remove: {
    ...oneOf('filter', 'value', 'put'),
    title: 'Remove',
    description: 'How somebody is taken out of a group: a PATCH with a filter or with a value, or a PUT.',
  },
  operations: {
    ...oneOf('lower', 'capital'),
    title: 'Operations',
    description: 'How PATCH spells `add`, `remove` and `replace`.',
  },
  replace: {
    ...oneOf('path', 'value'),
    title: 'Replace',
    description: 'Whether PATCH names an attribute in `path`, or as a key of `value`.',
  },
  filters: {
    is: 'flag',
    title: 'Filters',
    description: 'Whether one thing is looked for by `filter`, and not in the whole list.',
    default: true,
  },
  deletes: {
    is: 'flag',
    title: 'Deletes',
    description: 'Whether a person who is deleted is gone.',
    default: true,
  },
  leaves: {
    is: 'text',
    title: 'Leaves',
    description: 'Attributes of the server that carry no access, with spaces between.',
  },
} as const satisfies Settings;

/** How an organization behind SCIM 2.0 is reached. */
export const SCIM_SETTINGS = {
  url: {
    is: 'url',
    title: 'URL',
    description: 'Where the server is: `https://example.com`.',
    required: true,
  },
  base: {
    is: 'text',
    title: 'Base',
    description: 'The path of SCIM there; `{organization}` in it is the organization.',
    default: '/scim/v2',
  },
  'token-env': {
    is: 'variable',
    title: 'Token variable',
    description: 'Environment variable that holds the token. Never the token itself.',
    default: 'SCIM_TOKEN',
  },
  dialect: {
    is: 'map',
    title: 'Dialect',
    description: 'In which way the server speaks SCIM, where it is not as RFC 7644 has it.',
    settings: DIALECT_SETTINGS,
  },
} as const satisfies Settings;

export function scimCredentials(settings: ConnectionSettings): readonly Credential[] {
  const variable = textSetting(settings, 'token-env');
  return variable === null ? [] : [{ setting: 'token-env', variable }];
}

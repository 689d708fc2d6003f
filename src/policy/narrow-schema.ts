import { type OwnableType, ownerOf } from '../platform/owners.ts';
import type { PlatformDefinition, PlatformSettings, ScopeKind } from '../platform/platform-definition.ts';
import { BLANK } from '../source/invisible-characters.ts';
import { known } from '../source/known.ts';
import { GROUP_CONTENTS } from './document-types.ts';

type SchemaKeywords = { readonly [keyword: string]: unknown };
type SchemaProperties = { readonly [key: string]: unknown };

/** A part of a domain. At least two are asked for: `alice@acme` is a slip far more often than an address. */
const LABEL = `[^${BLANK}!-/:-@\\[-\`{-~]([^${BLANK}!-,./:-@\\[-\`{-~]*[^${BLANK}!-/:-@\\[-\`{-~])?`;

/** A sign of an account name. What quotes, lists and brackets are made of is none. */
const WORD = `[^${BLANK}"(),:;<>\\[\\]\\\\]`;

export const MEMBER_KEYS = {
  email: {
    title: 'E-mail address',
    $comment: 'text: member-key',
    description: 'The e-mail address of a person.',
    type: 'string',
    maxLength: 254,
    pattern: `^[^${BLANK}@"(),:;<>\\[\\]\\\\]{1,64}@(${LABEL}\\.)+${LABEL}$`,
  },
  username: {
    title: 'User name',
    $comment: 'text: member-key',
    description: 'The user name of a person on the platform.',
    type: 'string',
    maxLength: 254,
    pattern: '^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?$',
  },
  account: {
    title: 'Account name',
    $comment: 'text: member-key',
    description: 'What a person logs in with: a name, or an e-mail address.',
    type: 'string',
    maxLength: 254,
    // What an address may hold, in words, but for the signs that begin an option or a mention.
    pattern: `^(?![@-])${WORD}+( ${WORD}+)*$`,
  },
} as const;

/** An editor offers nothing that is refused anyway; a check leaves it to the compiler to say why, and whose a thing is. */
type SchemaUse = 'editor' | 'check';

const reference = (definition: string) => ({ $ref: `#/$defs/${definition}` });

/**
 * The organization schema narrowed to one platform: which scope maps stand below which kind, where groups are defined
 * and custom roles allowed, what a group carries, what a member's key looks like. Role and permission names stay
 * open, since custom roles are declared in other files; the platform's own are given as examples for completion.
 */
export function narrowOrganizationSchema(
  base: object,
  platform: PlatformDefinition,
  use: SchemaUse = 'editor',
): object {
  const schema = base as SchemaKeywords & {
    readonly properties: SchemaProperties;
    readonly $defs: SchemaProperties;
  };
  const definitions = schema.$defs as {
    readonly [name: string]: SchemaKeywords & { properties?: SchemaProperties };
  };
  const root = platform.scopeKinds.get(platform.root);
  const on = ` on ${platform.title}`;
  const group = known(definitions.group, 'the definition of a group');
  const ofGroup = known(group.properties, 'the properties of a group');
  const perModule = platform.members.roles === 'one-per-module';
  const roles = [...platform.roles.values()].filter((role) => role.assignable).map((role) => role.name);
  return {
    ...schema,
    $id: `${schema.$id}:${platform.name}`,
    title: `Organization${on}`,
    properties: {
      ...without(schema.properties, ['settings', 'roles', 'members', 'groups']),
      ...(root === undefined ? {} : ofKind(root, platform)),
      ...(root === undefined ? {} : settingsOf(root.settings, definitions.settings)),
    },
    additionalProperties: false,
    $defs: {
      ...without(definitions, [
        ...['scope', 'scopes', 'settings'],
        ...(notSaid(platform).length < 2 ? [] : ['further-roles']),
      ]),
      'member-key': MEMBER_KEYS[platform.members.key],
      role: { ...definitions.role, examples: roles },
      permission: { ...definitions.permission, examples: [...platform.permissions.keys()] },
      'member-roles': grants(definitions['member-roles'], perModule),
      'group-roles': grants(definitions['group-roles'], perModule),
      group: {
        ...group,
        title: `Group${on}`,
        properties: {
          ...without(ofGroup, [...notCarried(platform), 'settings', 'declared']),
          ...recordOf(['group', 'assignment'], definitions.declared, platform, use),
          ...settingsOf(platform.groups.settings, definitions.settings),
        },
      },
      member: narrowMember(definitions.member, definitions.declared, platform, use),
      'custom-role': withRecord(
        withoutKeys(definitions['custom-role'], platform.customRoles?.denies === true ? [] : ['denies']),
        recordOf(['role'], definitions.declared, platform, use),
      ),
      'group-member': groupMember(definitions['group-member'], platform),
      'group-mentions': { ...definitions.groups, additionalProperties: reference('group-mention') },
      'group-mention': {
        ...group,
        title: `Group that is only mentioned here${on}`,
        properties: {
          ...without(ofGroup, [...notCarried(platform), ...DEFINING, 'declared']),
          ...recordOf(['assignment'], definitions.declared, platform, use),
        },
      },
      ...Object.fromEntries(
        [...platform.scopeKinds.values()].flatMap((kind) =>
          kindSchemas(kind, platform, settingsOf(kind.settings, definitions.settings)),
        ),
      ),
    },
  };
}

/** Where nobody is invited there is nobody to invite again. */
function narrowMember(
  base: SchemaKeywords | undefined,
  declared: SchemaKeywords | undefined,
  platform: PlatformDefinition,
  use: SchemaUse,
): object {
  const invited = platform.members.joining === 'provisioned' ? ['invite-again'] : [];
  return withRecord(
    withoutKeys(base, [...invited, ...notSaid(platform)]),
    recordOf(['member', 'assignment'], declared, platform, use),
  );
}

/** `declared: false` where something else owns any of these; what it records, and whose that is, is said. */
function recordOf(
  types: readonly OwnableType[],
  declared: SchemaKeywords | undefined,
  platform: PlatformDefinition,
  use: SchemaUse,
): SchemaProperties {
  const owned = types.flatMap((type) => {
    const owner = ownerOf(platform, type);
    return owner === null ? [] : [`${RECORDED[type]}, owned by ${owner}`];
  });
  if (owned.length === 0) return use === 'check' ? { declared: reference('declared') } : {};
  const description = `false: recorded as it is live, and not declared: ${owned.join('; ')}.`;
  return { declared: { ...known(declared, 'the definition of a record'), description } };
}

const RECORDED: { readonly [T in OwnableType]: string } = {
  role: 'the role',
  group: 'the group and who is in it',
  member: 'who is a member',
  assignment: 'what is given here',
};

/** A definition with the key of records for that of every platform. */
function withRecord(
  schema: SchemaKeywords & { readonly properties: SchemaProperties },
  record: SchemaProperties,
) {
  return { ...schema, properties: { ...record, ...without(schema.properties, ['declared']) } };
}

function withoutKeys(
  base: SchemaKeywords | undefined,
  keys: readonly string[],
): SchemaKeywords & { readonly properties: SchemaProperties } {
  const schema = known(base, 'a definition of the schema') as SchemaKeywords & {
    readonly properties: SchemaProperties;
  };
  return keys.length === 0 ? schema : { ...schema, properties: without(schema.properties, keys) };
}

/** What an assignment of the platform cannot say. */
function notSaid({ assignments }: PlatformDefinition): readonly string[] {
  return [...(assignments.below ? [] : ['below']), ...(assignments.denied ? [] : ['denied'])];
}

/** The key `settings` with the names and values there are; nothing where there are none. */
function settingsOf(settings: PlatformSettings, base: SchemaKeywords | undefined): SchemaProperties {
  if (settings.size === 0) return {};
  const each = [...settings].map(([name, { title, description, unwritten, values }]) => {
    const meanings = [...values].map(([value, one]) => `${value}: ${one.title}`).join('. ');
    return [
      name,
      {
        title,
        description: `${description} ${meanings}. Unwritten: ${unwritten}.`,
        enum: [...values.keys()],
      },
    ] as const;
  });
  const { title, description, type } = known(base, 'the definition of settings');
  const properties = Object.fromEntries(each);
  return { settings: { title, description, type, properties, additionalProperties: false } };
}

/** What somebody is in a group can be written where there is more than one thing to be. */
function groupMember(
  base: (SchemaKeywords & { properties?: SchemaProperties }) | undefined,
  { groups: { membershipRoles } }: PlatformDefinition,
): object {
  const { role, ...properties } = base?.properties ?? {};
  if (membershipRoles === null) return { ...base, properties };
  const names = { ...(role as object), enum: [...membershipRoles.roles.keys()] };
  return { ...base, properties: { ...properties, role: names } };
}

/** Keys that define a group; on a scope that is no home of groups there is nothing to define. */
const DEFINING: readonly string[] = [...GROUP_CONTENTS, 'renamed-from'];

function notCarried(platform: PlatformDefinition): readonly string[] {
  const { carry, nesting } = platform.groups;
  return [
    ...(carry.includes('roles') ? notSaid(platform) : ['roles', 'below', 'denied']),
    ...(carry.includes('permissions') ? [] : ['permissions']),
    ...(nesting === 'none' ? ['groups'] : []),
  ];
}

/** The keys a scope of this kind has because of its kind; undefined ones do not exist there. */
function ofKind(kind: ScopeKind, platform: PlatformDefinition): SchemaProperties {
  const home = platform.groups.homes.includes(kind.name);
  const custom = platform.customRoles?.at.includes(kind.name) === true;
  const { carry } = platform.groups;
  const mentions =
    kind.principals.includes('group') && (carry.includes('roles') || carry.includes('attachments'));
  const properties: { [key: string]: unknown } = {};
  if (kind.name === platform.root || kind.principals.includes('member'))
    properties.members = reference('members');
  if (home) properties.groups = reference('groups');
  else if (mentions && platform.groups.homes.length > 0) properties.groups = reference('group-mentions');
  if (custom) properties.roles = reference('custom-roles');
  for (const below of platform.scopeKinds.values()) {
    if (below.plural !== null && below.parents.includes(kind.name)) {
      properties[below.plural] = reference(`scopes-${below.name}`);
    }
  }
  return properties;
}

function kindSchemas(
  kind: ScopeKind,
  platform: PlatformDefinition,
  settings: SchemaProperties,
): readonly [string, object][] {
  if (kind.name === platform.root) return [];
  const description = `${kind.title} scopes, by name.`;
  return [
    [
      `scopes-${kind.name}`,
      {
        title: kind.title,
        description,
        type: 'object',
        propertyNames: reference('name'),
        additionalProperties: reference(`scope-${kind.name}`),
      },
    ],
    [
      `scope-${kind.name}`,
      {
        title: kind.title,
        type: ['object', 'null'],
        properties: {
          title: {
            ...reference('line'),
            title: 'Title',
            maxLength: 200,
            description: `Display name: ${kind.title}.`,
          },
          'renamed-from': reference('renamed-from'),
          absent: reference('absent'),
          ...settings,
          ...ofKind(kind, platform),
        },
        additionalProperties: false,
      },
    ],
  ];
}

/** Without modules there is nothing to map from, so only the list remains. */
function grants(written: SchemaKeywords | undefined, perModule: boolean): object {
  const schema = known(written, 'the definition of roles that are given');
  if (perModule) return { ...schema };
  return { ...without(schema, ['propertyNames', 'additionalProperties']), type: 'array' };
}

function without(schemaProperties: SchemaProperties, keys: readonly string[]): { [key: string]: unknown } {
  return Object.fromEntries(Object.entries(schemaProperties).filter(([key]) => !keys.includes(key)));
}

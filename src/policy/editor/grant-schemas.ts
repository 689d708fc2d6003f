import type { ScopeKind } from '../../platform/platform-definition.ts';
import type { EditorContext } from './editor-context.ts';
import {
  anyOf,
  type Definitions,
  type JsonSchema,
  oneOf,
  partOf,
  partsOf,
  reference,
  silently,
} from './json-schema.ts';
import { moduleChoices } from './platform-choices.ts';
import { groupSchema, memberSchema, roleSchema } from './reference-schemas.ts';

/**
 * What can stand in lists of roles and of group members: a name, or a map with the name and its window. Each is two
 * shapes here, where the base schema has one with two types: an editor offers the names of the first.
 */
export function grantSchemas(kind: ScopeKind, editorContext: EditorContext, basis: Definitions): Definitions {
  const role = `role-${kind.name}`;
  const grant = `grant-${kind.name}`;
  const list: JsonSchema = { title: 'Roles', type: 'array', items: reference(grant) };
  const perModule = editorContext.platform.members.roles === 'one-per-module';
  return {
    [role]: roleSchema(kind, editorContext),
    [grant]: nameOrMap('Role', reference(role), 'role', partOf(basis, 'grant')),
    [`roles-${kind.name}`]: {
      ...(perModule ? anyOf('Roles', [byModule(kind, editorContext, basis), list]) : list),
      description: 'Roles held here.',
    },
    ...further(kind, list, editorContext),
    role: roleSchema(null, editorContext),
    person: memberSchema(editorContext),
    'group-member': nameOrMap('Group member', reference('person'), 'member', partOf(basis, 'group-member')),
    child: groupSchema(editorContext),
    'child-group': nameOrMap('Child group', reference('child'), 'group', partOf(basis, 'child-group')),
  };
}

/** Lists of roles that an assignment can have besides, where it can. */
function further(kind: ScopeKind, list: JsonSchema, { platform }: EditorContext): Definitions {
  const { below, denied } = platform.assignments;
  return {
    ...(below
      ? {
          [`below-${kind.name}`]: {
            ...list,
            title: 'Roles below',
            description: 'Roles that hold on the scopes below, and not on this one.',
          },
        }
      : {}),
    ...(denied
      ? {
          [`denied-${kind.name}`]: {
            ...list,
            title: 'Denied roles',
            description: 'Roles of which all that they give is taken away.',
          },
        }
      : {}),
  };
}

function byModule(kind: ScopeKind, { platform }: EditorContext, basis: Definitions): JsonSchema {
  const modules = moduleChoices(platform, kind).map(({ module, title, short, full }) => {
    const name = anyOf('Role', [oneOf('Role', short), ...(full.length === 0 ? [] : [silently(full)])]);
    return [module, { ...nameOrMap(title, name, 'role', partOf(basis, 'grant')), description: title }];
  });
  return {
    title: 'Roles by module',
    type: 'object',
    properties: Object.fromEntries(modules),
    additionalProperties: false,
  };
}

function nameOrMap(title: string, name: JsonSchema, key: string, base: JsonSchema): JsonSchema {
  const map: JsonSchema = {
    title: `${title} for a time`,
    type: 'object',
    required: [key],
    properties: { ...partsOf(base, 'properties'), [key]: name },
    additionalProperties: false,
  };
  return anyOf(title, [name, map]);
}

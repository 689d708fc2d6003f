import type { ScopeKind } from '../../platform/platform-definition.ts';
import { narrowOrganizationSchema } from '../narrow-schema.ts';
import type { EditorContext } from './editor-context.ts';
import { grantSchemas } from './grant-schemas.ts';
import { type Definitions, type JsonSchema, partOf, partsOf, reachable, reference } from './json-schema.ts';
import { principalSchemas } from './principal-schemas.ts';
import { permissionSchema } from './reference-schemas.ts';

/**
 * The organization schema of a platform as an editor wants it: names that are referred to are lists to choose from with
 * a description each, names that are defined are open and the known ones are offered. Whatever the check accepts, it
 * accepts; it sees one document at a time, so the check may still refuse what it lets pass.
 */
export function editorOrganization(base: object, editorContext: EditorContext): JsonSchema {
  const { platform } = editorContext;
  const narrowed: JsonSchema = { ...narrowOrganizationSchema(base, platform) };
  const kinds = [...platform.scopeKinds.values()];
  const basis = partsOf(narrowed, '$defs');
  const definitions: Definitions = {
    ...basis,
    permission: permissionSchema(platform),
    ...Object.assign({}, ...kinds.map((kind) => grantSchemas(kind, editorContext, basis))),
    ...Object.assign({}, ...kinds.map((kind) => principalSchemas(kind, editorContext, basis))),
    'custom-roles': customRoles(editorContext, basis),
    ...Object.assign({}, ...kinds.map((kind) => scopeSchemas(kind, editorContext, basis))),
  };
  const properties = {
    ...ofKind(platform.scopeKinds.get(platform.root), partsOf(narrowed, 'properties')),
    platform: {
      title: 'Platform',
      description: 'The platform whose rules hold. At least one document of an organization states it.',
      enum: [platform.name],
      enumDescriptions: [platform.description === '' ? platform.title : platform.description],
    },
  };
  const roots = Object.values(properties);
  return { ...narrowed, properties, $defs: reachable(roots, definitions) };
}

/** The keys of a scope, with the lists of its kind in place of those of all kinds. */
function ofKind(kind: ScopeKind | undefined, properties: Definitions): Definitions {
  if (kind === undefined) return properties;
  return Object.fromEntries(
    Object.entries(properties).map(([key, part]) => {
      const own = key === 'members' || key === 'groups';
      return [key, own ? reference(`${key}-${kind.name}`) : part];
    }),
  );
}

function scopeSchemas(kind: ScopeKind, { names }: EditorContext, basis: Definitions): Definitions {
  if (kind.plural === null) return {};
  const scopes = partOf(basis, `scopes-${kind.name}`);
  const scope = partOf(basis, `scope-${kind.name}`);
  const known = names?.scopes.get(kind.name) ?? [];
  return {
    [`scopes-${kind.name}`]: {
      ...scopes,
      properties: Object.fromEntries(
        known.map(({ value, description }) => [
          value,
          { ...reference(`scope-${kind.name}`), title: kind.title, description },
        ]),
      ),
    },
    [`scope-${kind.name}`]: { ...scope, properties: ofKind(kind, partsOf(scope, 'properties')) },
  };
}

/** Roles are defined here, so any name can be written; only those of the platform itself are taken. */
function customRoles({ platform, names }: EditorContext, basis: Definitions): JsonSchema {
  const base = partOf(basis, 'custom-roles');
  const taken = [...platform.roles.keys()];
  return {
    ...base,
    properties: Object.fromEntries(
      (names === null ? [] : names.roles).map(({ value, description }) => [
        value,
        { ...reference('custom-role'), title: 'Custom role', description },
      ]),
    ),
    propertyNames: taken.length === 0 ? reference('name') : { ...reference('name'), not: { enum: taken } },
  };
}

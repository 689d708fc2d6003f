import type { AttributeSpec } from '../../../resource/attribute-spec.ts';
import { specsOf } from '../../../resource/resource-types.ts';
import type { Attribute, Attributes } from '../protocol/row.ts';

/**
 * What Terraform sees of an organization, in coarse rows: one for each scope, role and group, one for the people of
 * an organization, one for each scope's roster. Terraform pays for every row and squares every set, so people and
 * principals are maps of string, never rows or sets of their own.
 */

export const PROVIDER_ADDRESS = 'registry.terraform.io/bylaw/bylaw';

export const ROW_TYPES = [
  'bylaw_scope',
  'bylaw_role',
  'bylaw_members',
  'bylaw_group',
  'bylaw_roster',
  'bylaw_group_roster',
  'bylaw_departures',
] as const;

export type RowTypeName = (typeof ROW_TYPES)[number];

const id: Attribute = {
  type: 'string',
  mode: 'computed',
  description: 'The natural key of the row: what `terraform import` takes.',
};

/** Names are the keys of rows, so a name that is to be another on the platform is told beside it. */
const called: Attribute = {
  type: 'string',
  mode: 'optional',
  description: 'Its name on the platform, while that is not the name of the row.',
};

function fromSpec(spec: AttributeSpec): Attribute {
  switch (spec.role) {
    case 'identity':
      return { type: 'string', mode: 'required', description: spec.doc, replace: true };
    case 'entries':
      return { type: 'map', mode: 'required', description: spec.doc };
    case 'text':
    case 'display': {
      const attribute: Attribute = { type: 'string', mode: 'optional', description: spec.doc };
      return spec.forcesReplace ? { ...attribute, replace: true } : attribute;
    }
  }
}

/** The same table that drives the diff drives Terraform's schema: an attribute added there appears here. */
function fromTable(type: 'scope' | 'role' | 'group'): Attributes {
  // A choice for each entry of a list is the value beside it.
  const specs = specsOf(type).flatMap(([, spec]) =>
    spec.choice?.of === undefined || spec.choice.of === null ? [spec] : [],
  );
  return { id, ...Object.fromEntries(specs.map((spec) => [spec.wire, fromSpec(spec)])), called };
}

const scope: Attribute = {
  type: 'string',
  mode: 'required',
  description: 'Path of the scope.',
  replace: true,
};

const roster: Attributes = {
  id,
  scope,
  roles: {
    type: 'map',
    mode: 'required',
    description:
      'Principal (member:KEY or group:PATH) to its roles on the scope, comma-separated, below:ROLE for one that holds below alone and denied:ROLE for one that is denied; empty is attached only.',
  },
};

export const ROW_ATTRIBUTES: { readonly [T in RowTypeName]: Attributes } = {
  bylaw_scope: fromTable('scope'),
  bylaw_role: fromTable('role'),
  bylaw_group: fromTable('group'),
  bylaw_members: {
    id,
    scope,
    members: {
      type: 'map',
      mode: 'required',
      description:
        'Every member of the scope, mostly the organization, and whether active, deactivated or with an expired invitation. The whole truth.',
    },
  },
  bylaw_roster: roster,
  bylaw_group_roster: roster,
  bylaw_departures: {
    id,
    scope,
    members: {
      type: 'map',
      mode: 'required',
      description:
        'People who are to leave the scope, mostly the organization, or whose value is deactivated. A row of its own because that comes after all else is done; once done they are gone from the row.',
    },
    places: {
      type: 'map',
      mode: 'optional',
      description:
        'Places in groups that are to be given up, as GROUP|member:KEY or GROUP|group:PATH: after all else too, so that nobody is without the group before there is something in its place.',
    },
    roles: {
      type: 'map',
      mode: 'optional',
      description:
        'What people lose on scopes whose groups are for those attached there, SCOPE|member:KEY to KEPT|TAKEN, or - for all: after the groups, so that nobody is detached before there is something in its place.',
    },
    closed: {
      type: 'map',
      mode: 'optional',
      description:
        'Scopes that are closed, SCOPE to its row before and after as JSON: after all else that is to be done in them, and each after those below it.',
    },
  },
};

export const ROW_DESCRIPTIONS: { readonly [T in RowTypeName]: string } = {
  bylaw_scope: 'A scope on which access is given: a unit, workspace, project.',
  bylaw_role: 'A custom role: a named set of permissions.',
  bylaw_group: 'A group with its members as an authoritative map.',
  bylaw_members:
    'The people of an organization, or of a scope with members of its own, as one authoritative map.',
  bylaw_roster: 'Who holds which roles on one scope, as one authoritative map.',
  bylaw_group_roster:
    'Which groups hold which roles on one scope, where people must be attached to a scope before its groups are filled.',
  bylaw_departures:
    'The people who leave a scope or are deactivated in this apply, and what else is given up last.',
};

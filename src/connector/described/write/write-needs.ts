import type { ApiDescription, ReadRows } from '../description/api-description.ts';
import type { WrittenKind } from '../description/write-description.ts';
import { WRITE_NAMES } from './write-names.ts';

type Need = readonly string[];

/**
 * What a request of a kind has to say: of each, one name. What is read and not written would be left as the platform
 * makes it, and every plan would show it again.
 */
export function neededNames(
  kind: WrittenKind,
  { entries }: Pick<ApiDescription, 'entries'>,
): readonly Need[] {
  return [...WRITE_NAMES[kind].needs, ...toldNames(kind, entries).map((name) => [name])];
}

function toldNames(kind: WrittenKind, entries: readonly ReadRows[]): readonly string[] {
  switch (kind) {
    case 'create-scope':
    case 'update-scope':
      return entries.flatMap((entry) => {
        if (entry.gives !== 'scope') return [];
        const own = [...told('title', entry.title), ...settings(entry.settings)];
        if (kind === 'update-scope') return own;
        const hasParent = entry.place.by === 'tree' || entry.place.parent !== null;
        return [...own, ...(hasParent ? ['parent'] : []), ...(entry.kind.is === 'const' ? [] : ['kind'])];
      });
    case 'create-role':
    case 'update-role':
      return entries.flatMap((entry) =>
        entry.gives === 'role'
          ? [
              ...told('title', entry.title),
              ...told('description', entry.description),
              ...told('permissions', entry.permissions),
              ...told('denies', entry.denies),
              ...told('includes', entry.includes),
            ]
          : entry.gives === 'inclusion'
            ? ['includes']
            : [],
      );
    case 'create-group':
    case 'update-group':
      return entries.flatMap((entry) =>
        entry.gives === 'group'
          ? [
              ...(kind === 'create-group' ? told('home', entry.home) : []),
              ...told('title', entry.title),
              ...told('description', entry.description),
              ...told('permissions', entry.permissions),
              ...settings(entry.settings),
            ]
          : [],
      );
    case 'add-member':
    case 'set-member-state':
    case 'resend-invitation':
    case 'remove-member':
      return entries.some((entry) => entry.gives === 'member' && entry.who.by === 'member') ? ['scope'] : [];
    case 'put-assignment':
    case 'delete-assignment':
      return entries.flatMap((entry) =>
        entry.gives === 'assignment'
          ? [
              ...told('scope', entry.scope),
              ...(kind === 'put-assignment' ? told('below', entry.below) : []),
              ...(kind === 'put-assignment' ? told('denied', entry.denied) : []),
            ]
          : [],
      );
    case 'add-group-member':
    case 'set-membership-role':
    case 'remove-group-member':
    case 'nest-group':
    case 'unnest-group':
    case 'delete-scope':
    case 'delete-role':
    case 'delete-group':
      return [];
  }
}

function told(name: string, value: unknown): readonly string[] {
  return value === null ? [] : [name];
}

function settings(told: ReadonlyMap<string, unknown>): readonly string[] {
  return [...told.keys()].map((name) => `settings.${name}`);
}

/** Whether roles stand on scopes: then a request for one says on which. */
export function standOnScopes({ entries }: Pick<ApiDescription, 'entries'>): boolean {
  return entries.some((entry) => entry.gives === 'assignment' && entry.scope !== null);
}

import { useEffect, useState } from 'preact/hooks';
import type { TableName } from '../tables/page-table.ts';

/** Where a reader is: all of it stands in the fragment, so that every place can be linked. */
export interface Route {
  /** Null: the first. */
  readonly organization: string | null;
  readonly view: ViewName;
  /** What the view is of: a person, a group, a scope, a role. */
  readonly words: readonly string[];
  readonly filter: Filter;
}

export const VIEWS = [
  'overview',
  'people',
  'groups',
  'scopes',
  'roles',
  'grants',
  'dates',
  'exceptions',
] as const;
const THINGS = ['person', 'group', 'scope', 'role', 'why'] as const;

export type ViewName = (typeof VIEWS)[number] | (typeof THINGS)[number];

/** What a list is narrowed by, by name. */
export type Filter = Readonly<Partial<Record<FilterName, string>>>;

export const FILTER_NAMES = [
  'text',
  'permission',
  'scope',
  'role',
  'through',
  'state',
  'effect',
  'sort',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

export function routeFrom(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#\/?/, '').split('?');
  const [organization, view, ...words] = path.split('/').map(decoded);
  const parameters = new URLSearchParams(query);
  const filter: Partial<Record<FilterName, string>> = {};
  for (const name of FILTER_NAMES) {
    const value = parameters.get(name);
    if (value !== null && value !== '') filter[name] = value;
  }
  const known = [...VIEWS, ...THINGS].find((one) => one === view);
  return { organization: organization || null, view: known ?? 'overview', words, filter };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function linkTo(
  organization: string,
  view: ViewName,
  words: readonly string[] = [],
  filter: Filter = {},
): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString();
  const path = [organization, view, ...words].map(encodeURIComponent).join('/');
  return `#/${path}${query === '' ? '' : `?${query}`}`;
}

/** What a cell of each table leads to. */
export const THING_OF = {
  person: 'person',
  group: 'group',
  scope: 'scope',
  role: 'role',
} as const satisfies Record<string, ViewName>;

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeFrom(location.hash));
  useEffect(() => {
    const follow = (): void => setRoute(routeFrom(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

/** The view that a table has of its own. */
export function viewOf(name: TableName): ViewName {
  return name;
}

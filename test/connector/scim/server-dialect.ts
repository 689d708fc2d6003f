/** How the server of these tests speaks SCIM: each way is one that a server of somebody else has. */
export interface ServerDialect {
  /** `all`: the whole list, whatever is asked for. */
  readonly paging: 'index' | 'all';
  /** Fewer than were asked for come on a page. */
  readonly most: number;
  readonly members: 'list' | 'group' | 'user';
  /** Nobody in a group: an empty list, or no attribute. */
  readonly nobody: 'told' | 'absent';
  /** `everybody`: a remove with `value` takes out everybody. */
  readonly removeByValue: 'one' | 'everybody' | 'refused';
  readonly removeByFilter: 'one' | 'refused' | 'nothing';
  /** What an add does to those who are there. */
  readonly add: 'adds' | 'replaces' | 'refused';
  readonly put: boolean;
  readonly operations: 'lower' | 'capital' | 'any';
  readonly replace: 'path' | 'value' | 'any';
  readonly active: 'boolean' | 'text';
  /** `ignored`: everybody is answered. */
  readonly filters: 'exact' | 'ignored' | 'nobody';
  readonly etag: 'none' | 'header' | 'meta';
  readonly config: boolean;
  readonly schemas: boolean;
  readonly names: 'as-written' | 'lower' | 'upper';
  readonly types: boolean;
  readonly nesting: boolean;
  readonly patch: boolean;
  /** 409 for what is there, or another answer. */
  readonly deletes: boolean;
  readonly mediaType: 'application/scim+json' | 'application/json';
}

export const PLAIN_SERVER: ServerDialect = {
  paging: 'index',
  most: 1000,
  members: 'list',
  nobody: 'told',
  removeByValue: 'refused',
  removeByFilter: 'one',
  add: 'adds',
  put: true,
  operations: 'any',
  replace: 'any',
  active: 'boolean',
  filters: 'exact',
  etag: 'none',
  config: true,
  schemas: true,
  names: 'as-written',
  types: true,
  nesting: true,
  patch: true,
  deletes: true,
  mediaType: 'application/scim+json',
};

/** The dialect that a connection to such a server has to name. */
export function dialectFor(server: ServerDialect): Record<string, string | number | boolean> {
  return {
    ...(server.paging === 'all' ? { paging: 'none' } : {}),
    ...(server.config ? {} : { config: 'none' }),
    ...(server.schemas ? {} : { schemas: 'untold' }),
    ...(server.mediaType === 'application/json' ? { 'media-type': 'application/json' } : {}),
    ...(server.active === 'text' ? { active: 'text' } : {}),
    ...(server.members === 'list' ? {} : { members: server.members }),
    ...(server.nobody === 'told' ? {} : { 'no-members': 'empty' }),
    ...(server.nesting && server.members !== 'user' ? {} : { nesting: false }),
    ...(server.add === 'adds' && server.patch ? {} : { add: 'put' }),
    ...(server.patch && server.removeByFilter === 'one'
      ? {}
      : { remove: server.patch && server.removeByValue === 'one' ? 'value' : 'put' }),
    ...(server.operations === 'capital' ? { operations: 'capital' } : {}),
    ...(server.replace === 'value' ? { replace: 'value' } : {}),
    ...(server.deletes ? {} : { deletes: false }),
  };
}

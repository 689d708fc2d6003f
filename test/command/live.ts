/** The platform as somebody else sees it: through its API, and never through the connector under test. */
import { expect } from 'vitest';
import { caller } from '../sandbox/caller.ts';
import { STRANGER, type Stage } from './workspaces.ts';

interface Item {
  readonly [name: string]: unknown;
  readonly id: string;
}

const LISTS = [
  'scopes',
  'roles',
  'members',
  'groups',
  'memberships',
  'group-nestings',
  'assignments',
] as const;

type ListName = (typeof LISTS)[number];

export async function listAll(stage: Pick<Stage, 'platform'>, path: string): Promise<readonly Item[]> {
  const call = caller(() => stage.platform);
  const items: Item[] = [];
  for (let page = 1; ; page += 1) {
    const { status, body } = await call(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}page=${page}`,
      undefined,
      {
        token: STRANGER,
      },
    );
    expect(status).toBe(200);
    items.push(...body.items);
    if (items.length >= body.total || body.items.length === 0) return items;
  }
}

/** Ids, instants and versions tell two platforms apart that are the same to everybody in them. */
const OWN_AFFAIR = new Set(['id', 'createdAt', 'updatedAt', 'addedAt', 'addedBy', 'version', 'revision']);
const OWN_INSTANTS = new Set(['sentAt', 'expiresAt']);

/** Everything the platform has, by names instead of ids, in an order of its own. */
export async function everything(
  stage: Pick<Stage, 'platform'>,
): Promise<Record<ListName, readonly string[]>> {
  const lists = new Map<ListName, readonly Item[]>();
  for (const name of LISTS) lists.set(name, await listAll(stage, `/${name}`));
  const names = new Map<string, string>();
  for (const items of lists.values()) {
    for (const { id, slug, key } of items) if (slug ?? key) names.set(id, String(slug ?? key));
  }
  const told = (value: unknown): unknown => {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (Array.isArray(value))
      return value
        .map(told)
        .map((one) => JSON.stringify(one))
        .sort();
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(
      ([name]) => value !== undefined && name !== 'version' && !OWN_INSTANTS.has(name),
    );
    return Object.fromEntries(entries.map(([name, inner]) => [name, told(inner)]));
  };
  const dump = LISTS.map((name): [ListName, readonly string[]] => [
    name,
    (lists.get(name) ?? [])
      .map((item) => Object.entries(item).filter(([field]) => !OWN_AFFAIR.has(field)))
      .map((fields) => JSON.stringify(told(Object.fromEntries(fields))))
      .sort(),
  ]);
  return Object.fromEntries(dump) as Record<ListName, readonly string[]>;
}

/** Requests that change something, in the order they were answered. */
export function writesSeen({ platform }: Pick<Stage, 'platform'>): readonly string[] {
  return platform
    .requests()
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);
}

/** Σ⌈collection/page⌉ over the lists a read needs, from the totals the platform tells. */
export async function pagesOf(stage: Pick<Stage, 'platform'>, pageSize: number): Promise<number> {
  const call = caller(() => stage.platform);
  let pages = 0;
  for (const name of LISTS) {
    if (name === 'group-nestings') continue;
    const { body } = await call('GET', `/${name}?pageSize=1`, undefined, { token: STRANGER });
    pages += Math.max(1, Math.ceil(body.total / pageSize));
  }
  return pages;
}

/** Does something behind Bylaw's back, as Pat. Ids are looked up by slug or key: `{groups/qa}` in a path or body. */
export async function meddle(
  stage: Pick<Stage, 'platform'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<void> {
  const call = caller(() => stage.platform);
  const resolved = async (text: string): Promise<string> => {
    let made = text;
    for (const [whole, list = '', name = ''] of text.matchAll(/\{(\w+)\/([^}]+)\}/g)) {
      const filter = list === 'members' ? 'key' : 'slug';
      const found = await call('GET', `/${list}?${filter}=${encodeURIComponent(name)}`, undefined, {
        token: STRANGER,
      });
      const [item] = found.body.items;
      if (item === undefined) throw new Error(`no ${whole}`);
      made = made.replace(whole, item.id);
    }
    return made;
  };
  const content = body === undefined ? undefined : JSON.parse(await resolved(JSON.stringify(body)));
  const reply = await call(method, await resolved(path), content, { token: STRANGER });
  expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
}

interface Event {
  readonly action: string;
  readonly target: { readonly type: string; readonly label: string };
  readonly related?: { readonly label: string };
}

/** The audit log as `action target (related)`, oldest first. */
export async function auditLog(stage: Pick<Stage, 'platform'>): Promise<readonly string[]> {
  const events = (await listAll(stage, '/audit-events')) as unknown as readonly Event[];
  return events
    .map(({ action, target, related }) => `${action} ${target.label}${related ? ` ${related.label}` : ''}`)
    .reverse();
}

/** Everybody who is invited accepts. */
export async function acceptEverything(stage: Pick<Stage, 'platform'>): Promise<void> {
  for (const { id, state } of await listAll(stage, '/members')) {
    if (state === 'invited') await meddle(stage, 'POST', `/members/${id}/accept`);
  }
  for (const { scopeId, memberId, state } of await listAll(stage, '/scope-members')) {
    if (state === 'invited') await meddle(stage, 'POST', `/scopes/${scopeId}/members/${memberId}/accept`);
  }
}

import type { LiveScope } from '../../live/live-object.ts';
import type { ScopeRows } from '../description/api-description.ts';
import { documentName } from '../description/document-name.ts';
import { type Assembly, entriesOf, settingsOf, takenBy, textOr } from './assembly.ts';
import { ORGANIZATION_ID, rowId } from './row-identities.ts';
import type { RowItem } from './row-value.ts';

interface PlacedScope {
  readonly entry: ScopeRows;
  readonly at: RowItem;
  readonly id: string;
  readonly kind: string;
}

/** Scopes, and the organization above them whether a row tells of it or not. */
export function assembleScopes(assembly: Assembly): {
  readonly scopes: readonly LiveScope[];
  readonly root: string;
} {
  const { api, values, identities, platform, organization } = assembly;
  const found = takenBy(assembly, entriesOf(api, 'scope')).flatMap(
    ({ entry, at }): readonly PlacedScope[] => {
      const kind = values.text(entry.kind, at);
      const id = rowId(at.from, at.row.id);
      identities.enter('scope', id);
      return kind === null ? [] : [{ entry, at, id, kind }];
    },
  );
  const top = found.find(({ kind }) => kind === platform.root);
  const root = top === undefined ? ORGANIZATION_ID : top.id;
  identities.enter('scope', root);
  const byPlace = placesOf(assembly, found);
  const scopes = found.flatMap((one): readonly LiveScope[] => {
    const { entry, at, id, kind } = one;
    const settings = settingsOf(assembly, entry.settings, at);
    if (kind === platform.root) {
      const slug =
        entry.place.by === 'name' ? textOr(assembly, entry.place.name, at, organization) : organization;
      const name = textOr(assembly, entry.title, at, slug);
      return [{ id, version: 0, slug, kind, parentId: null, name, settings }];
    }
    const place = placeOf(assembly, one, root, byPlace);
    if (place === null) return [];
    identities.claim('scope', `${place.slug} of ${place.parentId}, a ${kind}`, at);
    const name = textOr(assembly, entry.title, at, place.called);
    const { slug, parentId } = place;
    return [{ id, version: 0, kind, name, settings, slug, parentId }];
  });
  if (top !== undefined) return { scopes, root };
  const own = { id: ORGANIZATION_ID, version: 0, slug: organization, kind: platform.root, parentId: null };
  return { scopes: [{ ...own, name: organization, settings: new Map<string, string>() }, ...scopes], root };
}

interface PlaceOfScope {
  readonly slug: string;
  /** By the platform. */
  readonly called: string;
  readonly parentId: string;
}

/** Scopes by the path of names that the platform has for them. */
function placesOf({ values }: Assembly, found: readonly PlacedScope[]): ReadonlyMap<string, string> {
  const byPlace = new Map<string, string>();
  for (const { entry, at, id } of found) {
    if (entry.place.by !== 'tree' || entry.place.tree.by !== 'separator') continue;
    const path = values.text(entry.place.tree.of, at);
    if (path !== null) byPlace.set(path, id);
  }
  return byPlace;
}

function placeOf(
  { values, identities, stops, tables }: Assembly,
  { entry, at }: PlacedScope,
  root: string,
  byPlace: ReadonlyMap<string, string>,
): PlaceOfScope | null {
  if (entry.place.by === 'tree') {
    const { tree } = entry.place;
    if (tree.by !== 'separator') throw new Error('unreachable: a place is a path of names');
    const path = values.text(tree.of, at);
    if (path === null) return null;
    const end = path.lastIndexOf(tree.separator);
    const called = end < 0 ? path : path.slice(end + tree.separator.length);
    const slug = documentName(called);
    if (end < 0) return { slug, called, parentId: root };
    const above = path.slice(0, end);
    const parentId = byPlace.get(above);
    if (parentId !== undefined) return { slug, called, parentId };
    stops.add(at.from, 'reference', `${at.row.id} is in ${above}, which is not in the list`);
    return null;
  }
  const { name, parent } = entry.place;
  const called = values.text(name, at);
  if (called === null) return null;
  const slug = documentName(called);
  if (parent === null) return { slug, called, parentId: root };
  if (parent.is === 'ref') {
    const parentId = identities.meant('scope', parent, at);
    return parentId === null ? null : { slug, called, parentId };
  }
  if (parent.by !== 'pointer') throw new Error('unreachable: a parent is a pointer');
  const pointer = values.pointer(parent.path, at);
  if (pointer === undefined) return null;
  if (pointer === null) return { slug, called, parentId: root };
  const lists = parent.above === null ? [at.from] : [at.from, parent.above];
  const [list, other] = lists.filter((name) => tables.get(name)?.byId.has(pointer) === true);
  if (list !== undefined && other === undefined) return { slug, called, parentId: rowId(list, pointer) };
  const where = list === undefined ? 'not in the list' : `both in ${list} and in ${other}`;
  stops.add(at.from, 'reference', `${at.row.id} is in ${pointer}, which is ${where}`);
  return null;
}

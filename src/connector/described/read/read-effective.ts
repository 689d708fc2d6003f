import type { PermissionName } from '../../../platform/platform-definition.ts';
import { type MemberId, memberId, type ScopePath } from '../../../resource/identifiers.ts';
import { known } from '../../../source/known.ts';
import { failure, type Outcome, success } from '../../../source/outcome.ts';
import { buildLiveIndex } from '../../live/live-binding.ts';
import { assembleObjects } from './assemble-objects.ts';
import { takenBy } from './assembly.ts';
import { readConsistently } from './consistent-tables.ts';
import { heldKeys } from './held-keys.ts';
import { assemblyOf, type DescribedSite } from './read-described.ts';
import { listsOf } from './read-paths.ts';

/** What the platform itself says that people may do: whoever is not in it, on a scope that is not in it, may do nothing. */
export type ToldAccess = ReadonlyMap<MemberId, ReadonlyMap<ScopePath, ReadonlySet<PermissionName>>>;

/**
 * The platform's own answer, proved whole as any other list is, to hold Bylaw's against. Null where the file describes
 * none. Fails as `readDescribed`.
 */
export async function readEffective(site: DescribedSite): Promise<Outcome<ToldAccess | null>> {
  const { api, http, endpoint, time } = site;
  if (api.effective.length === 0) return success(null);
  const reading = { http, api, base: endpoint.base, pageSize: site.pageSize };
  const read = await readConsistently(reading, listsOf(api, [...api.entries, ...api.effective]), time);
  if (!read.ok) return read;
  const assembly = assemblyOf(site, read.value);
  if (!assembly.ok) return assembly;
  const objects = assembleObjects(assembly.value);
  const index = buildLiveIndex(objects, endpoint);
  const { stops, values, identities, organization } = assembly.value;
  const told = new Map<MemberId, Map<ScopePath, ReadonlySet<PermissionName>>>();
  for (const { entry, at } of takenBy(assembly.value, api.effective)) {
    const member = identities.meant('member', entry.member, at);
    const scope = entry.scope === null ? null : identities.meant('scope', entry.scope, at);
    const permissions =
      entry.permissions.by === 'values'
        ? values.texts(entry.permissions.values, at)
        : heldKeys(entry.permissions, at, stops);
    if (!index.ok || member === null || permissions === null) continue;
    const path =
      entry.scope === null ? organization : scope === null ? undefined : index.value.scopes.keyOf(scope);
    if (path === undefined) continue;
    const key = known(index.value.members.byId(member), 'a person that a row means').key;
    const person = memberId(key, endpoint.platform.members.compare);
    const ofPerson = told.get(person) ?? new Map<ScopePath, ReadonlySet<PermissionName>>();
    told.set(person, ofPerson.set(path, new Set([...(ofPerson.get(path) ?? []), ...permissions])));
  }
  if (stops.diagnostics.length > 0) return failure(stops.diagnostics);
  return index.ok ? success(told) : index;
}

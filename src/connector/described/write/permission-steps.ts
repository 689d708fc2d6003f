import type { Write } from '../../../plan/write/write.ts';
import { roleAddress } from '../../../resource/address.ts';
import type { SentBody } from '../description/write-description.ts';
import { isTaken } from './taken-texts.ts';
import type { WriteStanding } from './write-standing.ts';
import { UnsendableValue } from './write-stops.ts';
import type { NamedValues } from './written-values.ts';

/**
 * What comes to a role and what goes: permissions that it does not have by what is live, and the rows of those that it is
 * to lose. Null where the role is not live. Throws where one of them is in no part of the request (rule `all-sent`).
 */
export function permissionSteps(
  write: Write,
  { state, things }: WriteStanding,
  body: SentBody | null,
): NamedValues | null {
  if (write.write !== 'update-role') throw new Error(`unreachable: ${write.write} changes no permissions`);
  const { home, name, permissions } = write.role;
  const live = state.get(roleAddress(home, name));
  const row = things.thing({ type: 'role', role: name });
  if (live?.type !== 'role' || row === null) return null;
  const has = live.attributes.permissions;
  const added = [...permissions.keys()].filter((one) => !has.has(one));
  const unsent = added.find((one) => !isTaken(body, 'added', one));
  if (unsent !== undefined) throw new UnsendableValue('all-sent', `${unsent} comes and is not sent`);
  const removed = [...has.keys()]
    .filter((one) => !permissions.has(one))
    .flatMap((one) => {
      const rows = things.permissionRows(row.id, one);
      if (rows.length === 0 && !isTaken(body, 'permissions', one))
        throw new UnsendableValue('all-sent', `${one} goes, and no row of it is there`);
      return rows;
    });
  return { added, removed: removed.map((one) => ({ row: one })) };
}

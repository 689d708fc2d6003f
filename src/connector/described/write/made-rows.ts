import type { Write } from '../../../plan/write/write.ts';
import type { WriteSite } from './send-write.ts';

/** The list that has a row of what was made, and a row with its id alone. */
export function listOfMade(
  write: Write,
  { api }: WriteSite,
): { name: string; row: (id: string) => unknown } | null {
  const gives = MADE_BY[write.write];
  const entry = gives === undefined ? undefined : api.entries.find((one) => one.gives === gives);
  const list = entry === undefined ? undefined : api.lists.get(entry.from);
  const [path] = list === undefined || list.id.length !== 1 ? [] : list.id;
  if (list === undefined || path === undefined) return null;
  return { name: list.name, row: (id) => path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), id) };
}

const MADE_BY: Readonly<Partial<Record<Write['write'], 'scope' | 'role' | 'member' | 'group'>>> = {
  'create-scope': 'scope',
  'create-role': 'role',
  'create-group': 'group',
  'add-member': 'member',
};

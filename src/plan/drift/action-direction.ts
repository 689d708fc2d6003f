const GIVING = words('add create assign grant give invite join attach nest insert');
const TAKING = words('remove delete unassign revoke take leave detach unnest destroy drop');
for (const word of ['given', 'joining']) GIVING.add(word);
for (const word of ['taken', 'took', 'left', 'leaving']) TAKING.add(word);

/** With the forms of their past: `add`, `added`; `create`, `created`; `drop`, `dropped`. */
function words(list: string): Set<string> {
  return new Set(
    list.split(' ').flatMap((word) => [word, `${word}ed`, `${word}d`, `${word}${word.at(-1)}ed`, `${word}s`]),
  );
}

/**
 * Which way an event goes, by the last telling word of its name: `group.member-added`, `GROUP_MEMBER_REMOVED`. Null for
 * any other: what was `updated` may have become anything.
 */
export function actionDirection(action: string): 'added' | 'removed' | null {
  const parts = action
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  for (const part of parts.reverse()) {
    if (TAKING.has(part)) return 'removed';
    if (GIVING.has(part)) return 'added';
  }
  return null;
}

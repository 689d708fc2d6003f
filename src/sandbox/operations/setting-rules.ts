import { conflictProblem, invalidProblem } from '../api/api-problem.ts';
import type { UnitOfWork } from '../api/handler.ts';
import type { PlayedSettings } from '../played-settings.ts';

/** The JSON to store: what is there, or what stands where nobody says it, with what the request says. */
export function settingsAfter(
  rules: PlayedSettings | undefined,
  before: string | null,
  asked: Readonly<Record<string, string>> | undefined,
): string {
  const there = before === null ? {} : (JSON.parse(before) as Record<string, string>);
  const said = asked === undefined ? there : { ...there, ...asked };
  for (const [name, value] of asked === undefined ? [] : Object.entries(asked)) {
    const rule = rules?.get(name);
    if (rule === undefined)
      throw invalidProblem('unknown-setting', `there is no setting ${name} here`, `/settings/${name}`);
    if (!rule.values.includes(value))
      throw invalidProblem('unknown-setting-value', `${name} cannot be ${value}`, `/settings/${name}`);
  }
  const each = [...(rules === undefined ? [] : rules)].map(([name, { unwritten }]) => [
    name,
    said[name] ?? unwritten,
  ]);
  return JSON.stringify(Object.fromEntries(each));
}

/** A group that nests, above or below, has to be set so. */
export function requireNestable(
  { rules }: UnitOfWork,
  group: { readonly slug: string; readonly settings: string },
): void {
  const is = JSON.parse(group.settings) as Record<string, string>;
  for (const [name, { whenNested }] of rules.groupSettings) {
    if (whenNested === null || is[name] === whenNested) continue;
    throw conflictProblem(
      'setting-when-nested',
      `${name} of ${group.slug} has to be ${whenNested} where it nests`,
    );
  }
}

export function isNested({ database }: UnitOfWork, groupId: string): boolean {
  const sql = 'FROM nestings WHERE parent_id = ?1 OR child_id = ?1';
  return database.count(sql, groupId) > 0;
}

import { didYouMean } from '../source/did-you-mean.ts';
import type { Findings } from '../source/findings.ts';
import { known } from '../source/known.ts';
import { quote } from '../source/quote.ts';
import { reachableFrom } from '../source/reachable.ts';
import { type DocumentPath, keyOrigin } from '../source/source-document.ts';
import type { CompletePlatform } from './platform-defaults.ts';
import type { PlatformSetting, PlatformSettings } from './platform-definition.ts';
import type { SettingEntry } from './platform-document.ts';
import { checkRoleName } from './predefined-roles.ts';

/** What has the settings: the organization, a scope below it, or a group. */
export type SettingOwner = 'root' | 'scope' | 'group';

/**
 * PlatformSettings by name. Only those of the organization can give access: a role is one thing in the whole organization, so
 * what it includes is too. Codes: `platform-invalid`, `unknown-role`,
 * `role-cycle`.
 */
export function readSettings(
  entries: Readonly<Record<string, SettingEntry>>,
  documentPath: DocumentPath,
  owner: SettingOwner,
  file: CompletePlatform,
  findings: Findings,
): PlatformSettings {
  checkInheritance(entries, documentPath, owner, findings);
  return new Map(
    Object.entries(entries).map(([name, entry]) => [
      name,
      readSetting(name, entry, [...documentPath, name], owner, file, findings),
    ]),
  );
}

/** How a scope combines is said once: by one setting of its kind at most, and never of what has nothing above it. */
function checkInheritance(
  entries: Readonly<Record<string, SettingEntry>>,
  path: DocumentPath,
  owner: SettingOwner,
  findings: Findings,
): void {
  const [first, ...others] = Object.entries(entries).flatMap(([name, { values }]) => {
    const value = Object.keys(values).find((one) => values[one]?.inherits !== undefined);
    return value === undefined ? [] : [{ name, at: [...path, name, 'values', value, 'inherits'] }];
  });
  if (first === undefined) return;
  if (owner !== 'scope') {
    const what = owner === 'group' ? 'a group inherits nothing' : 'nothing is above the organization';
    findings.atKey(
      'platform-invalid',
      first.at,
      `A value of \`${first.name}\` says how to inherit, but ${what}.`,
      {
        hint: 'Remove the key.',
      },
    );
    return;
  }
  for (const other of others) {
    findings.atKey(
      'platform-invalid',
      other.at,
      `Both \`${first.name}\` and \`${other.name}\` say how such a scope inherits.`,
      {
        hint: 'Keep `inherits` at the values of one of the two.',
        related: [
          { message: `\`${first.name}\` says it here`, origin: keyOrigin(findings.document, first.at) },
        ],
      },
    );
  }
}

function readSetting(
  name: string,
  entry: SettingEntry,
  path: DocumentPath,
  owner: SettingOwner,
  file: CompletePlatform,
  findings: Findings,
): PlatformSetting {
  const values = Object.entries(entry.values);
  const invalid = (key: string, message: string, hint: string | null = null): void =>
    findings.atValue('platform-invalid', [...path, key], message, { hint });
  const isValue = (key: 'unwritten' | 'when-nested'): void => {
    const word = entry[key];
    if (word === undefined || Object.hasOwn(entry.values, word)) return;
    const all = values.map(([value]) => value);
    const hint = didYouMean(word, all);
    invalid(key, `${quote(word)} is no value of \`${name}\`: ${all.join(', ')}.`, hint);
  };
  isValue('unwritten');
  isValue('when-nested');
  if (entry['when-nested'] !== undefined && owner !== 'group')
    invalid('when-nested', `\`${name}\` is a setting of a scope, and only groups nest.`, 'Remove the key.');
  const giving = values.filter(([, { includes }]) => includes !== undefined && includes.length > 0);
  const role = entry.extends;
  if (role !== undefined) checkRoleName(role, [...path, 'extends'], file, findings);
  if (owner !== 'root') {
    const message = `\`${name}\` is no setting of the organization, so it cannot give anybody anything.`;
    if (role !== undefined) invalid('extends', message, 'Remove the key.');
    else if (giving.length > 0) invalid('values', message, 'Remove `includes` from its values.');
  } else if (role === undefined && giving.length > 0) {
    const hint = 'Add `extends:` with the role whose holders hold what the value includes.';
    invalid('values', `\`${name}\` does not say who holds what its values include.`, hint);
  } else if (role !== undefined && giving.length === 0) {
    invalid(
      'extends',
      `No value of \`${name}\` gives anything.`,
      'Remove the key, or add `includes` to a value.',
    );
  }
  checkDeactivating(name, entry, path, owner, findings);
  checkClosing(name, entry, path, owner, findings);
  // A name that is no role is told above, and leads nowhere.
  const rolesIn = (one: string) =>
    Object.hasOwn(file.roles, one) ? known(file.roles[one], one).includes : [];
  for (const [value, { includes = [] }] of values) {
    includes.forEach((included, index) => {
      const at = [...path, 'values', value, 'includes', index];
      checkRoleName(included, at, file, findings);
      if (role === undefined || !reachableFrom([included], rolesIn).has(role)) return;
      const message = `Where \`${name}\` is \`${value}\`, \`${role}\` includes itself through \`${included}\`.`;
      findings.atValue('role-cycle', at, message);
    });
  }
  return {
    title: entry.title,
    description: entry.description,
    unwritten: entry.unwritten,
    values: new Map(
      values.map(
        ([value, { title, includes = [], deactivates = false, inherits = null, closes = false }]) => [
          value,
          { title, includes, deactivates, inherits, closes },
        ],
      ),
    ),
    extends: role ?? null,
    whenNested: entry['when-nested'] ?? null,
  };
}

/** Only scopes can be closed, and one of which nobody says anything is open: what is unknown would else take everything. */
function checkClosing(
  name: string,
  { values, unwritten }: SettingEntry,
  path: DocumentPath,
  owner: SettingOwner,
  findings: Findings,
): void {
  for (const [value, { closes }] of Object.entries(values)) {
    if (closes !== true) continue;
    if (owner === 'group') {
      findings.atValue(
        'platform-invalid',
        [...path, 'values', value, 'closes'],
        `\`${name}\` is a setting of groups, and only scopes can be closed.`,
        { hint: 'Remove the key.' },
      );
    } else if (value === unwritten) {
      findings.atValue(
        'platform-invalid',
        [...path, 'unwritten'],
        `\`${value}\` closes the scope, and is what \`${name}\` is where nobody says it.`,
        { hint: 'Name a value that closes nothing.' },
      );
    }
  }
}

/**
 * Only who is in a group can be deactivated by a setting; and a group of which nobody says anything, or that has to be so
 * because it nests, must deactivate nobody: what is unknown would else take everything from people.
 */
function checkDeactivating(
  name: string,
  { values, unwritten, 'when-nested': whenNested }: SettingEntry,
  path: DocumentPath,
  owner: SettingOwner,
  findings: Findings,
): void {
  for (const [value, { deactivates }] of Object.entries(values)) {
    if (deactivates !== true) continue;
    const fault = (key: 'unwritten' | 'when-nested', what: string): void =>
      findings.atValue(
        'platform-invalid',
        [...path, key],
        `\`${value}\` deactivates everybody in the group, and is what \`${name}\` is ${what}.`,
        { hint: 'Name a value that deactivates nobody.' },
      );
    if (owner !== 'group') {
      findings.atValue(
        'platform-invalid',
        [...path, 'values', value, 'deactivates'],
        `\`${name}\` is no setting of groups, so nobody is in what it could deactivate.`,
        { hint: 'Remove the key.' },
      );
    } else if (value === unwritten) fault('unwritten', 'where nobody says it');
    else if (value === whenNested) fault('when-nested', 'of a group that nests');
  }
}

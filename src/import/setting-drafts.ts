import type { PlatformSetting, PlatformSettings } from '../platform/platform-definition.ts';
import { choicesIn } from '../resource/choices.ts';
import type { Entries } from '../resource/resource.ts';
import { type Draft, type DraftMap, isDraftMap } from '../source/edit/draft.ts';
import { changedMap, withKey } from './draft-map.ts';

/** What something is set to, and where it is in an order of keys. */
export interface LiveSettings {
  readonly rules: PlatformSettings;
  readonly live: Entries;
  /** Of a group that has a group above or below it. */
  readonly isNested: boolean;
}

/**
 * The settings that somebody who writes documents would write: those that are not what goes without saying, and those
 * by which people have access, so that there is a line to point at. Undefined for none.
 */
export function settingsDraft({ rules, live, isNested }: LiveSettings): DraftMap | undefined {
  const chosen = choicesIn(live);
  const said = [...rules].flatMap(([name, setting]): readonly (readonly [string, string])[] => {
    const value = chosen.get(name);
    return value === undefined || goesWithoutSaying(setting, value, isNested) ? [] : [[name, value]];
  });
  return said.length === 0 ? undefined : new Map(said);
}

function goesWithoutSaying(setting: PlatformSetting, value: string, isNested: boolean): boolean {
  const ordinary = (isNested ? setting.whenNested : null) ?? setting.unwritten;
  const isOfAccess = setting.extends !== null || setting.values.get(value)?.deactivates === true;
  return !isOfAccess && value === ordinary;
}

/**
 * What is written under `settings`, brought to what is live. `adds`: what is missing is written too; `isElsewhere`:
 * another document writes the setting, and no other may.
 */
export function withSettings(
  map: DraftMap,
  liveSettings: LiveSettings,
  adds: boolean,
  after: readonly string[],
  isElsewhere: (name: string) => boolean = () => false,
): DraftMap {
  const chosen = choicesIn(liveSettings.live);
  const written = map.get('settings');
  const before: DraftMap = isDraftMap(written) ? written : new Map<string, Draft>();
  const kept = changedMap(before, (name, value) => chosen.get(name) ?? value);
  const said = adds ? settingsDraft(liveSettings) : undefined;
  const more = said === undefined ? [] : [...said].filter(([name]) => !kept.has(name) && !isElsewhere(name));
  if (kept === before && more.length === 0) return map;
  return withKey(map, 'settings', new Map([...kept, ...more]), after);
}

import type { PlatformSetting, PlatformSettings } from '../platform/platform-definition.ts';
import type { WrittenSettings } from '../policy/document-types.ts';
import type { Address } from '../resource/address.ts';
import { choiceEntry } from '../resource/choices.ts';
import { type Entries, NO_ENTRIES } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import type { Binding } from './binding.ts';
import { choiceKey } from './desired.ts';
import type { Lapse } from './windows.ts';

/** What has settings. */
export interface SettingsOwner {
  readonly address: Address;
  /** `group qa`. */
  readonly label: string;
  readonly settings: PlatformSettings;
  readonly written: WrittenSettings | null;
  /** Of a group that has a group above or below it. */
  readonly isNested: boolean;
  /** Of a group: outside its window at home it deactivates nobody. */
  readonly lapse: Lapse | null;
}

/**
 * Each setting with its value: as written, or what it is where nobody writes it, which is left to the platform where
 * things are declared. Reports `not-supported` and `invalid-value`.
 */
export function bindSettings(owner: SettingsOwner, binding: Binding): Entries {
  const { address, label, settings, written } = owner;
  if (settings.size === 0 && (written === null || written.size === 0)) return NO_ENTRIES;
  const entries = new Map<string, Origin>();
  for (const [name, { key }] of written === null ? [] : written) {
    if (settings.has(name)) continue;
    const known = [...settings.keys()];
    const otherwise = known.length === 0 ? 'Remove it.' : `There are ${known.join(', ')}.`;
    const message = `${binding.platform.title} has no setting ${quote(name)} of ${label}.`;
    binding.report('not-supported', message, key, { hint: binding.suggest(name, known, otherwise) });
  }
  for (const [name, setting] of settings) {
    const found = written?.get(name);
    const must = owner.isNested ? setting.whenNested : null;
    if (found === undefined) {
      // Of a group that nests the value follows from what is written, so it is not the platform's to say.
      if (must === null) binding.leaveOpen(choiceKey(address, 'settings', name));
      entries.set(choiceEntry(name, must ?? setting.unwritten), nobodys(name, binding));
      continue;
    }
    if (!setting.values.has(found.value)) reportValue(name, setting, found.value, found.origin, binding);
    else if (must !== null && found.value !== must) {
      const message = `${label} nests, so its ${name} cannot be ${found.value}: on ${binding.platform.title} it has to be ${must}.`;
      binding.report('not-supported', message, found.origin, {
        hint: `Write ${must}, or take the group out of the other.`,
      });
    }
    const isOver = owner.lapse !== null && setting.values.get(found.value)?.deactivates === true;
    if (isOver) entries.set(choiceEntry(name, setting.unwritten), owner.lapse.origin);
    else entries.set(choiceEntry(name, found.value), found.origin);
    if (isOver) binding.ruleOut(choiceKey(address, 'settings', name), owner.lapse.why, owner.lapse.origin);
  }
  return entries;
}

function reportValue(
  name: string,
  { values }: PlatformSetting,
  word: string,
  origin: Origin,
  binding: Binding,
): void {
  const known = [...values.keys()];
  binding.report('invalid-value', `${quote(word)} is no value of ${name}.`, origin, {
    hint: binding.suggest(word, known, `It is one of ${known.join(', ')}.`),
  });
}

/** No line says it: the platform does. */
function nobodys(name: string, { platform }: Binding): Origin {
  return { from: 'platform', platform: platform.name, what: `setting ${name}` };
}

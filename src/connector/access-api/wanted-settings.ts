import { choicesIn } from '../../resource/choices.ts';
import type { Entries } from '../../resource/resource.ts';
import type { LiveScopeSettings } from '../live/live-object.ts';

/** What something is to be set to, as a part of a body; nothing where there is nothing to set. */
export function settingsBody(settings: Entries): { readonly settings?: Readonly<Record<string, string>> } {
  return settings.size === 0 ? {} : { settings: Object.fromEntries(choicesIn(settings)) };
}

/** Whether it is set so: of what is left out nobody asks. */
export function isSetTo(settings: Entries, live: LiveScopeSettings): boolean {
  return [...choicesIn(settings)].every(([name, value]) => live.get(name) === value);
}

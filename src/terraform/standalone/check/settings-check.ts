import type { PlatformSettings } from '../../../platform/platform-definition.ts';
import { entriesIn } from '../schema/equivalence.ts';
import type { BlockCheck } from './block-check.ts';

/** Names and values of settings are closed lists of the platform. */
export function checkSettings({ row, platform, say }: BlockCheck, settings: PlatformSettings): void {
  const known = [...settings.keys()];
  for (const [name, value] of entriesIn(row.settings)) {
    const setting = settings.get(name);
    if (setting === undefined) {
      const there = known.length === 0 ? 'There are none here.' : `There are ${known.join(', ')}.`;
      say(
        'No such setting',
        `${platform.title} has no setting ${JSON.stringify(name)}. ${there}`,
        'settings',
      );
    } else if (!setting.values.has(value)) {
      const values = [...setting.values.keys()].join(', ');
      say('No such value', `${name} cannot be ${JSON.stringify(value)}: it is one of ${values}.`, 'settings');
    }
  }
}

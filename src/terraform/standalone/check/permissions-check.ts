import { expandPattern, patternsOf } from '../../../platform/expand-pattern.ts';
import { didYouMean } from '../../../source/did-you-mean.ts';
import { sentences } from '../../../source/sentences.ts';
import { textsIn } from '../schema/row-resources.ts';
import type { BlockCheck } from './block-check.ts';

export function checkPermissions({ row, platform, say }: BlockCheck): void {
  for (const pattern of textsIn(row.permissions)) {
    if (expandPattern(pattern, platform.permissions).length > 0) continue;
    const hint = didYouMean(pattern, patternsOf(platform.permissions));
    say(
      'No such permission',
      sentences(`${platform.title} has no permission ${JSON.stringify(pattern)}.`, hint),
      'permissions',
    );
  }
}

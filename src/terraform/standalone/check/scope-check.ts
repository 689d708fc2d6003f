import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { entriesIn } from '../schema/equivalence.ts';
import { type BlockCheck, kindOfScopeAttribute } from './block-check.ts';
import { checkSettings } from './settings-check.ts';

export function checkScope(blockCheck: BlockCheck): void {
  const { row, platform, say } = blockCheck;
  const kind = kindOfScopeAttribute(blockCheck, 'path');
  const found = kind === null ? undefined : platform.scopeKinds.get(kind);
  if (found === undefined) return;
  checkSettings(blockCheck, found.settings);
  const set = entriesIn(row.settings).map(([name]) => name);
  const wayOut =
    set.length === 0 ? '' : ` Set ${set.join(', ')} with \`bylaw apply\` or there, and remove the block.`;
  if (found.parents.length === 0)
    say(
      'The organization is no resource',
      `${textOrEmpty(row.path)} is the organization itself, which belongs to the platform.${wayOut}`,
      'path',
    );
  else if (!found.manage)
    say(
      'Not managed here',
      `${platform.title} does not let anybody but itself make or delete a scope of kind ${found.title}.${wayOut}`,
      'path',
    );
  if (typeof row.kind === 'string' && row.kind !== kind)
    say(
      'Not the kind of this path',
      `${textOrEmpty(row.path)} is of kind ${found.name}. Leave kind out: it follows from the path.`,
      'kind',
    );
}

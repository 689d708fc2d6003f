import { type OwnableType, ownerOf } from '../../../platform/owners.ts';
import type { BlockCheck } from './block-check.ts';

/** Whether a block is of something that something else owns, which no block can make or change; said where it is. */
export function isOwnedElsewhere({ platform, say }: BlockCheck, type: OwnableType): boolean {
  const owner = ownerOf(platform, type);
  if (owner === null) return false;
  const { summary, things, instead } = OWNED[type];
  say(
    summary,
    `On ${platform.title} ${owner} owns ${things}: change it there, and remove the block.${instead}`,
  );
  return true;
}

const OWNED: {
  readonly [T in OwnableType]: {
    readonly summary: string;
    readonly things: string;
    readonly instead: string;
  };
} = {
  role: {
    summary: 'Roles are owned elsewhere',
    things: 'custom roles',
    instead: ' A block can give one by its name.',
  },
  group: {
    summary: 'Groups are owned elsewhere',
    things: 'groups and who is in them',
    instead: ' A block can give something to one by its path.',
  },
  member: {
    summary: 'People are owned elsewhere',
    things: 'who is a member',
    instead: ' A block can name a member.',
  },
  assignment: {
    summary: 'What is given is owned elsewhere',
    things: 'what people and groups are given',
    instead: '',
  },
};

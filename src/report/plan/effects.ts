import type { EffectiveAccess } from '../../access/effective-access.ts';
import { formatPath } from '../../access/explain/format-path.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { pathWithoutPerson, pathWithoutPlaces } from '../path-phrase.ts';
import { byText } from '../phrases.ts';
import { type AccessBlock, accessBlocks } from './access-blocks.ts';
import { isEverything, permissionNames, representativePermission } from './permission-phrase.ts';

/** One block as a sentence's parts: who, gains or loses what, where, and why. */
export interface AccessEffect {
  readonly verb: 'gain' | 'gain once accepted' | 'lose' | 'lose once accepted' | 'lose all access';
  readonly block: AccessBlock;
  /** The members of the block, as written. */
  readonly who: readonly [string, ...string[]];
  readonly what: string;
  /** The parts of `what`. */
  readonly names: readonly string[];
  /** Somebody loses something, or gains everything: what a review must not miss. */
  readonly grave: boolean;
  /** The path that gives it now, or that gave it; one for a block, whoever is in it. */
  readonly because: string | null;
}

/** Something is given, now or when an invitation is accepted. */
export function isGain(verb: AccessEffect['verb']): boolean {
  return verb === 'gain' || verb === 'gain once accepted';
}

/** Losses, those of everything first, then what is lost when somebody accepts, then gains, the most powerful first, then what invitations bring. A gained block is explained by the documents, a lost one by what was live. */
export function accessEffectsOf(plan: Plan): readonly AccessEffect[] {
  const { delta, before, after, onceAccepted, spelling } = plan;
  const { platform } = plan.desired;
  const then = onceAccepted === null ? { gained: [], lost: [], access: after } : onceAccepted;
  const gained = accessBlocks(delta.gained).map(
    (block): AccessEffect => ({
      verb: 'gain',
      block,
      ...wordsOf(block, platform, spelling),
      grave: isEverything(block.permissions, platform),
      because: becauseOf(block, after, platform, spelling),
    }),
  );
  const later = accessBlocks(then.gained).map(
    (block): AccessEffect => ({
      verb: 'gain once accepted',
      block,
      ...wordsOf(block, platform, spelling),
      grave: isEverything(block.permissions, platform),
      because: becauseOf(block, then.access, platform, spelling),
    }),
  );
  const lost = accessBlocks(delta.lost, (member) => keepsNothing(member, after)).map(
    (block): AccessEffect => ({
      verb: block.marked ? 'lose all access' : 'lose',
      block,
      ...wordsOf(block, platform, spelling),
      grave: true,
      because: wasOf(block, before, platform, spelling),
    }),
  );
  const keptTillThen = accessBlocks(then.lost).map(
    (block): AccessEffect => ({
      verb: 'lose once accepted',
      block,
      ...wordsOf(block, platform, spelling),
      grave: true,
      because: wasOf(block, after, platform, spelling),
    }),
  );
  return [
    ...lost.sort(mostFirst),
    ...keptTillThen.sort(mostFirst),
    ...gained.sort(mostFirst),
    ...later.sort(mostFirst),
  ];
}

/** Who loses all access with this plan, as written, in byte order of their ids. */
export function losingAll({ delta, after, spelling }: Plan): readonly string[] {
  const losing = new Set(delta.lost.map(({ member }) => member));
  return [...losing]
    .filter((member) => keepsNothing(member, after))
    .sort(byText)
    .map(spelling);
}

function mostFirst(a: AccessEffect, b: AccessEffect): number {
  const all = Number(b.verb === 'lose all access') - Number(a.verb === 'lose all access');
  return all || b.block.permissions.length - a.block.permissions.length;
}

function wordsOf(
  { members: [first, ...rest], permissions }: AccessBlock,
  platform: PlatformDefinition,
  spelling: Spelling,
): Pick<AccessEffect, 'who' | 'what' | 'names'> {
  const names = permissionNames(permissions, platform);
  return { who: [spelling(first), ...rest.map(spelling)], what: names.join(', '), names };
}

function becauseOf(
  block: AccessBlock,
  effectiveAccess: EffectiveAccess,
  platform: PlatformDefinition,
  spelling: Spelling,
): string | null {
  const path = firstPath(block, effectiveAccess, platform);
  if (path === null) return null;
  // A path of one person stands for several: whose it is must be said then.
  return block.members.length === 1 ? pathWithoutPerson(path) : formatPath(path, spelling);
}

function wasOf(
  block: AccessBlock,
  effectiveAccess: EffectiveAccess,
  platform: PlatformDefinition,
  spelling: Spelling,
): string | null {
  const path = firstPath(block, effectiveAccess, platform);
  return path === null ? null : pathWithoutPlaces(path, block.members.length > 1 ? spelling : null);
}

/** Explaining walks the whole organization, so a block is explained once, by its most telling permission. */
function firstPath(block: AccessBlock, effectiveAccess: EffectiveAccess, platform: PlatformDefinition) {
  const permission = representativePermission(block.permissions, platform);
  return effectiveAccess.explainUpTo(block.members[0], permission, block.scopes[0], 1).paths[0] ?? null;
}

function keepsNothing(member: MemberId, after: EffectiveAccess): boolean {
  return after.scopes.every((scope) => after.permissions(member, scope).length === 0);
}

import type { Access } from '../../access/access.ts';
import { showPath } from '../../access/show.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PlatformDefinition } from '../../platform/definition.ts';
import type { MemberId } from '../../resource/reference.ts';
import { pathWithoutPerson, pathWithoutPlaces } from '../path-phrase.ts';
import { type AccessBlock, accessBlocks } from './blocks.ts';
import { permissionPhrase, tellingPermission } from './permission-phrase.ts';

/** One block as a sentence's parts: who, gains or loses what, where, and why. */
export interface Effect {
  readonly verb: 'gain' | 'lose' | 'lose all access';
  readonly block: AccessBlock;
  readonly what: string;
  /** The path that gives it now, or that gave it; one for a block, whoever is in it. */
  readonly because: string | null;
}

/** Gains, then losses. A gained block is explained by the documents, a lost one by what was live. */
export function effectsOf(plan: Plan): readonly Effect[] {
  const { delta, before, after } = plan;
  const { platform } = plan.desired;
  const gained = accessBlocks(delta.gained).map(
    (block): Effect => ({
      verb: 'gain',
      block,
      what: permissionPhrase(block.permissions, platform),
      because: becauseOf(block, after, platform),
    }),
  );
  const lost = accessBlocks(delta.lost, (member) => keepsNothing(member, after)).map(
    (block): Effect => ({
      verb: block.marked ? 'lose all access' : 'lose',
      block,
      what: permissionPhrase(block.permissions, platform),
      because: wasOf(block, before, platform),
    }),
  );
  return [...gained, ...lost];
}

function becauseOf(block: AccessBlock, access: Access, platform: PlatformDefinition): string | null {
  const path = firstPath(block, access, platform);
  if (path === null) return null;
  // A path of one person stands for several: whose it is must be said then.
  return block.members.length === 1 ? pathWithoutPerson(path) : showPath(path);
}

function wasOf(block: AccessBlock, access: Access, platform: PlatformDefinition): string | null {
  const path = firstPath(block, access, platform);
  return path === null ? null : pathWithoutPlaces(path, block.members.length > 1);
}

/** Explaining walks the whole organization, so a block is explained once, by its most telling permission. */
function firstPath(block: AccessBlock, access: Access, platform: PlatformDefinition) {
  const permission = tellingPermission(block.permissions, platform);
  return access.explainUpTo(block.members[0], permission, block.scopes[0], 1).paths[0] ?? null;
}

function keepsNothing(member: MemberId, after: Access): boolean {
  return after.scopes.every((scope) => after.permissions(member, scope).length === 0);
}

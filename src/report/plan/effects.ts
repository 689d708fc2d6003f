import { mayLackTexts } from '../../access/denied-texts.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { formatPath } from '../../access/explain/format-path.ts';
import { MOST_CELLS, peopleOf, type WideDelta, type WideEffect, wideOf } from '../../access/wide-delta.ts';
import type { Desired } from '../../compile/desired.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { known } from '../../source/known.ts';
import { memoize } from '../../source/memoize.ts';
import { pathWithoutPerson, pathWithoutPlaces } from '../path-phrase.ts';
import { byText, counted, listed } from '../phrases.ts';
import { type AccessBlock, accessBlocks, exceptionsIn } from './access-blocks.ts';
import { butTextsPhrase, type PermissionsButTexts, permissionsButTexts } from './but-texts.ts';
import { isEverything, representativePermission } from './permission-phrase.ts';

/** One block as a sentence's parts: who, gains or loses what, where, and why. */
export interface AccessEffect {
  readonly verb: 'gain' | 'gain once accepted' | 'lose' | 'lose once accepted' | 'lose all access';
  readonly block: AccessBlock;
  /** The members of the block, as written. */
  readonly who: readonly [string, ...string[]];
  readonly what: string;
  /** What `what` is made of. */
  readonly parts: readonly PermissionsButTexts[];
  /** Somebody loses something, or gains everything: what a review must not miss. */
  readonly grave: boolean;
  /** The path that gives it now, or that gave it; one for a block, whoever is in it. */
  readonly because: string | null;
  /** Where it comes in, of a change too large to tell everybody of; `block` has these scopes then. Null: all is told. */
  readonly wide: WidePlaces | null;
}

interface WidePlaces extends Pick<WideEffect, 'scopes' | 'reachesBelow' | 'isExact'> {
  /** For which texts each of very many people holds a permission is not looked at. */
  readonly mayLackTexts: boolean;
}

/** Two states of access that are compared: those of a plan, or of two versions of documents. */
export interface ComparedAccess
  extends Pick<Plan, 'delta' | 'before' | 'after' | 'onceAccepted' | 'spelling'> {
  readonly desired: Pick<Desired, 'platform'>;
  /** What was is written too, and has lines. Left out: it was live. */
  readonly isWritten?: true;
}

/** Something is given, now or when an invitation is accepted. */
export function isGain(verb: AccessEffect['verb']): boolean {
  return verb === 'gain' || verb === 'gain once accepted';
}

/** Losses, those of everything first, then what is lost when somebody accepts, then gains, the most powerful first, then what invitations bring. A gained block is explained by the documents, a lost one by what was live. */
export function accessEffectsOf(plan: ComparedAccess, mostCells = MOST_CELLS): readonly AccessEffect[] {
  const { delta, before, after, onceAccepted, spelling } = plan;
  const { platform } = plan.desired;
  const then = onceAccepted === null ? { gained: [], lost: [], access: after } : onceAccepted;
  const wide = wideOf(delta, mostCells);
  const gained =
    wide !== null
      ? wideGains(plan, wide)
      : accessBlocks(delta.gained, undefined, exceptionsIn(after, delta.gained)).map(
          (block): AccessEffect => ({
            verb: 'gain',
            block,
            ...wordsOf(block, platform, spelling),
            grave: isEverything(block.permissions, platform),
            because: becauseOf(block, after, platform, spelling),
            wide: null,
          }),
        );
  const later = accessBlocks(then.gained, undefined, exceptionsIn(then.access, then.gained)).map(
    (block): AccessEffect => ({
      verb: 'gain once accepted',
      block,
      ...wordsOf(block, platform, spelling),
      grave: isEverything(block.permissions, platform),
      because: becauseOf(block, then.access, platform, spelling),
      wide: null,
    }),
  );
  const lost =
    wide !== null
      ? wideLosses(plan, wide)
      : accessBlocks(delta.lost, (member) => keepsNothing(member, after)).map(
          (block): AccessEffect => ({
            verb: block.marked ? 'lose all access' : 'lose',
            block,
            ...wordsOf(block, platform, spelling),
            grave: true,
            because:
              plan.isWritten === true
                ? becauseOf(block, before, platform, spelling)
                : wasOf(block, before, platform, spelling),
            wide: null,
          }),
        );
  const keptTillThen = accessBlocks(then.lost).map(
    (block): AccessEffect => ({
      verb: 'lose once accepted',
      block,
      ...wordsOf(block, platform, spelling),
      grave: true,
      because: wasOf(block, after, platform, spelling),
      wide: null,
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
export function losingAll({ delta, after, spelling }: ComparedAccess): readonly string[] {
  return [...peopleOf(delta, 'lost')]
    .filter((member) => keepsNothing(member, after))
    .sort(byText)
    .map(spelling);
}

const MOST_WIDE_SCOPES = 5;

/** `acme/units/u1 (3140 people), acme/units/u4 (2012 people) and 151 more, and below them`. */
export function widePlaces({ scopes, reachesBelow, mayLackTexts }: WidePlaces): string {
  const [only] = scopes;
  const texts = mayLackTexts ? ', some perhaps not for every text' : '';
  if (scopes.length === 1) return `${only.path}${reachesBelow ? ' and below it' : ''}${texts}`;
  const names = scopes.map(({ path, people }) => `${path} (${counted(people, 'person', 'people')})`);
  return `${listed(names, MOST_WIDE_SCOPES)}${reachesBelow ? ', and below them' : ''}${texts}`;
}

function wideGains(plan: ComparedAccess, wide: WideDelta): AccessEffect[] {
  return wide.effects('gained').map((effect) => wideEffect('gain', effect, effect.people, plan));
}

/** Whoever keeps nothing is told of apart. */
function wideLosses(plan: ComparedAccess, wide: WideDelta): AccessEffect[] {
  const empty = memoize((member: MemberId) => keepsNothing(member, plan.after));
  return wide.effects('lost').flatMap((effect) => {
    const [gone, kept] = [true, false].map((is) => effect.people.filter((member) => empty(member) === is));
    return [
      ...(gone === undefined || gone.length === 0 ? [] : [wideEffect('lose all access', effect, gone, plan)]),
      ...(kept === undefined || kept.length === 0 ? [] : [wideEffect('lose', effect, kept, plan)]),
    ];
  });
}

function wideEffect(
  verb: AccessEffect['verb'],
  effect: WideEffect,
  people: readonly MemberId[],
  { before, after, spelling, desired: { platform }, isWritten }: ComparedAccess,
): AccessEffect {
  const [first, ...rest] = people;
  const [scope, ...scopes] = effect.scopes;
  const block: AccessBlock = {
    members: [known(first, 'somebody of an effect'), ...rest],
    permissions: effect.permissions,
    scopes: [scope.path, ...scopes.map(({ path }) => path)],
    marked: verb === 'lose all access',
    except: [],
  };
  const { what, ...words } = wordsOf(block, platform, spelling);
  const { member, permission, scope: where } = effect.sample;
  const [path] = (verb === 'gain' ? after : before).explainUpTo(member, permission, where, 1).paths;
  const because =
    path === undefined
      ? null
      : verb === 'gain' || isWritten === true
        ? formatPath(path, spelling)
        : pathWithoutPlaces(path, spelling);
  const grave = verb !== 'gain' || isEverything(block.permissions, platform);
  return {
    verb,
    block,
    ...words,
    what: effect.isExact ? what : `some of ${what}`,
    grave,
    because,
    wide: { ...effect, mayLackTexts: verb === 'gain' && mayLackTexts(after, effect.permissions) },
  };
}

function mostFirst(a: AccessEffect, b: AccessEffect): number {
  const all = Number(b.verb === 'lose all access') - Number(a.verb === 'lose all access');
  return all || b.block.permissions.length - a.block.permissions.length;
}

function wordsOf(
  { members: [first, ...rest], permissions, except }: AccessBlock,
  platform: PlatformDefinition,
  spelling: Spelling,
): Pick<AccessEffect, 'who' | 'what' | 'parts'> {
  const parts = permissionsButTexts(permissions, except, platform);
  return { who: [spelling(first), ...rest.map(spelling)], what: butTextsPhrase(parts), parts };
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

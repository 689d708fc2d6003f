import { type DeniedText, mayLackTexts } from '../../access/denied-texts.ts';
import type { AccessDelta, AccessGrant, EffectiveAccess } from '../../access/effective-access.ts';
import type { DeltaSide } from '../../access/engine/written-grants.ts';
import { type WideDelta, wideOf } from '../../access/wide-delta.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { JsonList } from '../json/json-list.ts';
import { type PathJson, pathJson } from '../json/path-json.ts';
import { accessBlocks, exceptionsIn } from './access-blocks.ts';
import type { ComparedAccess } from './effects.ts';

export interface GrantJson {
  readonly member: string;
  readonly scope: string;
  readonly permission: string;
}

/** A grant with the shortest path that gives it, or gave it; null where it was not explained. */
export interface ExplainedGrantJson extends GrantJson {
  readonly because: PathJson | null;
  /**
   * The texts that a gained permission is not held for; left out where it is held for all. Null: of so many people it was
   * not looked at.
   */
  readonly except?: readonly DeniedText[] | null;
}

export interface ExplainedDeltaJson {
  /** How many of the grants have a because. */
  readonly explained: number;
  readonly gained: GrantList<ExplainedGrantJson>;
  readonly lost: GrantList<ExplainedGrantJson>;
  /** What people who are invited gain by it when they accept. */
  readonly gainedOnceAccepted: readonly ExplainedGrantJson[];
  /** What people keep until somebody accepts, and lose then. */
  readonly lostOnceAccepted: readonly ExplainedGrantJson[];
}

export interface DeltaJson {
  readonly gained: readonly GrantJson[];
  readonly lost: readonly GrantJson[];
}

/** Of a wide delta, made while it is written. */
export type GrantList<T> = readonly T[] | JsonList<T>;

/** Each explanation walks the organization: a report holds no more than these. */
const MOST_EXPLAINED = 500;
/** With more grants than this, one of each block of equals is explained. */
const MOST_SINGLY = 2_000;

/** Of one fact: small enough to be held. */
export function deltaJson(delta: AccessDelta): DeltaJson {
  return { gained: delta.gained.map(grantJson), lost: delta.lost.map(grantJson) };
}

export function explainedDelta({
  delta,
  before,
  after,
  onceAccepted,
  spelling,
}: ComparedAccess): ExplainedDeltaJson {
  const grantExplainer = new GrantExplainer(spelling);
  const wide = wideOf(delta);
  const single = wide === null && delta.gained.length + delta.lost.length <= MOST_SINGLY;
  const side = (which: DeltaSide, access: EffectiveAccess) =>
    wide === null
      ? grantExplainer.grants(delta[which], access, single, which)
      : grantExplainer.wideGrants(wide, which, access);
  const gained = side('gained', after);
  const lost = side('lost', before);
  const later =
    onceAccepted === null
      ? []
      : grantExplainer.grants(onceAccepted.gained, onceAccepted.access, single, 'gained');
  const then = onceAccepted === null ? [] : grantExplainer.grants(onceAccepted.lost, after, single, 'lost');
  return {
    explained: grantExplainer.explained,
    gained,
    lost,
    gainedOnceAccepted: later,
    lostOnceAccepted: then,
  };
}

class GrantExplainer {
  explained = 0;
  readonly #spelling: Spelling;

  constructor(spelling: Spelling) {
    this.#spelling = spelling;
  }

  grants(
    grants: readonly AccessGrant[],
    effectiveAccess: EffectiveAccess,
    single: boolean,
    side: DeltaSide,
  ): readonly ExplainedGrantJson[] {
    const chosen = single ? null : new Set(firstOfBlocks(grants));
    const exceptOf = exceptionsIn(effectiveAccess, side === 'gained' ? grants : []);
    return grants.map((grant) => {
      const { member, scope, permission } = grant;
      const wanted = chosen === null || chosen.has(keyOf(grant));
      const because = wanted ? this.#because(grant, effectiveAccess) : null;
      const except = side === 'gained' ? exceptOf(member, scope, [permission]) : [];
      return { ...grantJson(grant), because, ...(except.length === 0 ? {} : { except }) };
    });
  }

  /** One of each effect is explained, before any is written. */
  wideGrants(wide: WideDelta, side: DeltaSide, access: EffectiveAccess): JsonList<ExplainedGrantJson> {
    const because = new Map<string, PathJson>();
    for (const { sample: grant } of wide.effects(side)) {
      const path = this.#because(grant, access);
      if (path !== null) because.set(keyOf(grant), path);
    }
    return new JsonList(() =>
      mapped(wide.grants(side), (grant) => ({
        ...grantJson(grant),
        because: because.get(keyOf(grant)) ?? null,
        ...(side === 'gained' && mayLackTexts(access, [grant.permission]) ? { except: null } : {}),
      })),
    );
  }

  #because({ member, permission, scope }: AccessGrant, effectiveAccess: EffectiveAccess): PathJson | null {
    if (this.explained === MOST_EXPLAINED) return null;
    const [path] = effectiveAccess.explainUpTo(member, permission, scope, 1).paths;
    if (path === undefined) return null;
    this.explained += 1;
    return pathJson(path, this.#spelling);
  }
}

function* mapped<T, U>(list: Iterable<T>, change: (item: T) => U): Iterable<U> {
  for (const item of list) yield change(item);
}

function firstOfBlocks(grants: readonly AccessGrant[]): readonly string[] {
  return accessBlocks(grants).map((block) =>
    keyOf({ member: block.members[0], scope: block.scopes[0], permission: block.permissions[0] }),
  );
}

function keyOf({ member, scope, permission }: AccessGrant): string {
  return JSON.stringify([member, scope, permission]);
}

function grantJson({ member, scope, permission }: AccessGrant): GrantJson {
  return { member, scope, permission };
}

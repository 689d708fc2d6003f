import type { AccessDelta, AccessGrant, EffectiveAccess } from '../../access/effective-access.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type PathJson, pathJson } from '../json/path-json.ts';
import { accessBlocks } from './access-blocks.ts';

export interface GrantJson {
  readonly member: string;
  readonly scope: string;
  readonly permission: string;
}

/** A grant with the shortest path that gives it, or gave it; null where it was not explained. */
export interface ExplainedGrantJson extends GrantJson {
  readonly because: PathJson | null;
}

export interface ExplainedDeltaJson {
  /** How many of the grants have a because. */
  readonly explained: number;
  readonly gained: readonly ExplainedGrantJson[];
  readonly lost: readonly ExplainedGrantJson[];
  /** What people who are invited gain by it when they accept. */
  readonly gainedOnceAccepted: readonly ExplainedGrantJson[];
  /** What people keep until somebody accepts, and lose then. */
  readonly lostOnceAccepted: readonly ExplainedGrantJson[];
}

export interface DeltaJson {
  readonly gained: readonly GrantJson[];
  readonly lost: readonly GrantJson[];
}

/** Each explanation walks the organization: a report holds no more than these. */
const MOST_EXPLAINED = 500;
/** With more grants than this, one of each block of equals is explained. */
const MOST_SINGLY = 2_000;

export function deltaJson(delta: AccessDelta): DeltaJson {
  return { gained: delta.gained.map(grantJson), lost: delta.lost.map(grantJson) };
}

export function explainedDelta({ delta, before, after, onceAccepted, spelling }: Plan): ExplainedDeltaJson {
  const single = delta.gained.length + delta.lost.length <= MOST_SINGLY;
  const grantExplainer = new GrantExplainer(spelling);
  const gained = grantExplainer.grants(delta.gained, after, single);
  const lost = grantExplainer.grants(delta.lost, before, single);
  const later =
    onceAccepted === null ? [] : grantExplainer.grants(onceAccepted.gained, onceAccepted.access, single);
  const then = onceAccepted === null ? [] : grantExplainer.grants(onceAccepted.lost, after, single);
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
  ): readonly ExplainedGrantJson[] {
    const chosen = single ? null : new Set(firstOfBlocks(grants));
    return grants.map((grant) => {
      const wanted = chosen === null || chosen.has(keyOf(grant));
      return { ...grantJson(grant), because: wanted ? this.#because(grant, effectiveAccess) : null };
    });
  }

  #because({ member, permission, scope }: AccessGrant, effectiveAccess: EffectiveAccess): PathJson | null {
    if (this.explained === MOST_EXPLAINED) return null;
    const [path] = effectiveAccess.explainUpTo(member, permission, scope, 1).paths;
    if (path === undefined) return null;
    this.explained += 1;
    return pathJson(path, this.#spelling);
  }
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

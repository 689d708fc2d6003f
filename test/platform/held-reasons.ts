import { buildAccess } from '../../src/access/build-access.ts';
import { compileWithoutBounds } from '../../src/compile/compile.ts';
import { blockedWays } from '../../src/missing/blocked-ways.ts';
import type { DeniedQuestion, DeniedSide } from '../../src/missing/denied-side.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { known } from '../../src/source/known.ts';
import { opened, without, withoutAnyBounds, withoutBounds } from '../missing/taken-away.ts';
import { type CompiledPolicy, compiledOf } from './policy-forms.ts';
import type { Policy } from './random-policy.ts';

/** What was named as reasons, and how often nobody gave what was asked about. */
export class ReasonCount {
  readonly kinds = new Map<string, number>();
  nobody = 0;

  add(kind: string): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
  }
}

/**
 * Asks why of questions that are answered with no, some of them. All that one way names is taken away, in the document and
 * on the platform: then it has to hold. Where no way is named, it must not hold with nothing at all in the way.
 */
export function wrongReasons(
  policy: Policy,
  platform: PlatformDefinition,
  most: number,
  count: ReasonCount,
): readonly string[] {
  const compiled = compiledOf(policy, platform);
  const { document, desired, resources } = compiled;
  const access = buildAccess(platform, resources);
  const names = [...access.relation.platform.permissions.keys()];
  const noes = access.members.flatMap((member) =>
    access.scopes.flatMap((scope) =>
      names.flatMap((permission) =>
        access.can(member, permission, scope) ? [] : [{ member, permission, scope }],
      ),
    ),
  );
  const side: DeniedSide = {
    platform,
    resources,
    ruledOut: desired.ruledOut,
    without: (bounds) => {
      const read = compileWithoutBounds(document, desired, bounds);
      if (read === null) return null;
      return { ...read, desired: { ...read.desired, resources: compiled.lived(read.desired.resources) } };
    },
  };
  const step = Math.max(1, Math.floor(noes.length / most));
  const faults: string[] = [];
  for (let at = 0; at < noes.length; at += step) {
    const question = known(noes[at], 'a question answered with no');
    const ways = blockedWays(question, side);
    if (ways.length === 0) {
      count.nobody += 1;
      if (everGiven(question, platform, compiled))
        faults.push(`${asked(question)}: given, and no way is named`);
    }
    for (const { obstacles } of ways) {
      for (const { obstacle } of obstacles) count.add(obstacle);
      const read = compileWithoutBounds(withoutBounds(document, obstacles), desired, new Set());
      if (read === null) throw new Error('documents that compiled');
      const resources = compiled.lived(read.desired.resources);
      const lifted = without({ platform, resources }, question, obstacles);
      if (
        !buildAccess(lifted.platform, lifted.resources).can(
          question.member,
          question.permission,
          question.scope,
        )
      )
        faults.push(`${asked(question)}: does not hold without ${JSON.stringify(obstacles)}`);
    }
  }
  return faults;
}

function everGiven(
  { member, permission, scope }: DeniedQuestion,
  platform: PlatformDefinition,
  { document, desired, lived }: CompiledPolicy,
): boolean {
  const read = compileWithoutBounds(withoutAnyBounds(document), desired, new Set());
  if (read === null) throw new Error('documents that compiled');
  const open = opened({ platform, resources: lived(read.desired.resources) });
  return buildAccess(open.platform, open.resources).can(member, permission, scope);
}

function asked({ member, permission, scope }: DeniedQuestion): string {
  return `${member} ${permission} ${scope}`;
}

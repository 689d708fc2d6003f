import { keepersOf, sideOf } from '../../compile/keepers.ts';
import { simulateWrites } from '../../plan/write/simulate-writes.ts';
import type { Write } from '../../plan/write/write.ts';
import { type KeptRole, keptRoles } from '../../platform/kept-roles.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { scopeAddress } from '../../resource/address.ts';
import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import type { Origin } from '../../source/origin.ts';
import type { RowDiagnostic } from '../provider/protocol/row.ts';
import { rowProblem } from './block-diagnostics.ts';
import { keptBy, leftWith } from './kept-words.ts';
import type { LiveAccess } from './live-access.ts';

const MADE: Origin = { from: 'platform', platform: 'terraform', what: 'written by this run' };

/**
 * An apply of plain HCL is asked row by row, so that no plan knows who is left at its end. A platform with a rule of its
 * own refuses the row that takes the last; where it would let it happen, this refuses it in the platform's place.
 */
export class LastToStay {
  readonly #underWay = new Set<{ readonly writes: readonly Write[]; readonly done: Promise<unknown> }>();
  /** Somebody who stays whatever is under way, by rule and scope: most rows are not about them. */
  readonly #staying = new Map<string, MemberId>();
  readonly #platform: PlatformDefinition;
  readonly #rules: readonly KeptRole[];

  constructor(platform: PlatformDefinition) {
    this.#platform = platform;
    this.#rules = keptRoles(platform).filter(({ rule }) => rule === 'last-holder-stays');
  }

  /** Makes the writes, unless they take the last: then none of them, and the problem. */
  async unlessLast(
    writes: readonly Write[],
    live: LiveAccess,
    make: () => Promise<readonly RowDiagnostic[]>,
  ): Promise<readonly RowDiagnostic[]> {
    if (this.#rules.length === 0 || writes.length === 0) return make();
    for (;;) {
      const refused = this.#refused(writes, live);
      if (refused === null) break;
      // What is under way may give it to somebody.
      if (this.#underWay.size === 0) return [refused];
      await Promise.allSettled([...this.#underWay].map(({ done }) => done));
    }
    const mine = { writes, done: make() };
    this.#underWay.add(mine);
    try {
      const problems = await mine.done;
      // Whoever was to be given it may not have it.
      if (problems.length > 0) this.#staying.clear();
      return problems;
    } finally {
      this.#underWay.delete(mine);
    }
  }

  #refused(writes: readonly Write[], live: LiveAccess): RowDiagnostic | null {
    const platform = this.#platform;
    for (const rule of this.#rules) {
      for (const scope of live.scopesOf(rule.at)) {
        const key = JSON.stringify([rule.code, scope, live.readings]);
        const staying = this.#staying.get(key);
        if (staying !== undefined && !writes.some((write) => mayConcern(write, staying, platform))) continue;
        const now = live.keepers(rule, scope);
        if (now.size === 0) continue;
        const all = [...[...this.#underWay].flatMap((other) => other.writes), ...writes];
        const then = simulateWrites(live.everything(), all, MADE, platform);
        if (!then.some(({ address }) => address === scopeAddress(scope))) continue;
        const left = keepersOf(rule, platform, sideOf(platform, then))(scope);
        // What others are about to give may fail.
        const one =
          [...left].find((member) => now.has(member)) ??
          [...this.#keepersAfter(rule, scope, writes, live)].find((member) => left.has(member));
        if (one === undefined) return lastProblem(rule, scope, now, platform);
        this.#staying.set(key, one);
      }
    }
    return null;
  }

  #keepersAfter(
    rule: KeptRole,
    scope: ScopePath,
    writes: readonly Write[],
    live: LiveAccess,
  ): ReadonlySet<MemberId> {
    const then = simulateWrites(live.everything(), writes, MADE, this.#platform);
    return keepersOf(rule, this.#platform, sideOf(this.#platform, then))(scope);
  }
}

function lastProblem(
  rule: KeptRole,
  scope: ScopePath,
  now: ReadonlySet<MemberId>,
  platform: PlatformDefinition,
): RowDiagnostic {
  const who = now.size <= 3 ? [...now].sort().join(', ') : `the last of ${now.size} people`;
  return rowProblem(
    `${scope} would be left with ${leftWith(rule, 0)}`,
    [
      `${keptBy(rule, platform)} This would take it from ${who}. Nothing of it was done.`,
      '',
      `Give ${rule.role} on ${scope} to somebody else who is active, and name that in depends_on, so that it comes first. If everything is to be destroyed, \`terraform state rm\` forgets this without removing it.`,
    ].join('\n'),
  );
}

/** Whether a write may take something from a person. What is given takes where something else is overridden by it. */
function mayConcern(write: Write, member: MemberId, platform: PlatformDefinition): boolean {
  switch (write.write) {
    case 'create-scope':
    case 'create-role':
    case 'add-member':
    case 'resend-invitation':
    case 'set-membership-role':
      return false;
    case 'create-group':
      // The first group closes a gate.
      return [...platform.scopeKinds.values()].some(({ inherits }) => inherits === 'gated');
    case 'set-member-state':
    case 'remove-member':
    case 'add-group-member':
    case 'remove-group-member':
      return write.member === member;
    case 'put-assignment': {
      const { principal } = write.assignment;
      return principal.type === 'group' || principal.member === member;
    }
    case 'delete-assignment':
      return write.principal.type === 'group' || write.principal.member === member;
    case 'update-scope':
    case 'delete-scope':
    case 'update-role':
    case 'delete-role':
    case 'update-group':
    case 'delete-group':
    case 'nest-group':
    case 'unnest-group':
      return true;
  }
}

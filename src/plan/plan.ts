import type { AccessDelta, EffectiveAccess } from '../access/effective-access.ts';
import type { Desired } from '../compile/desired.ts';
import type { Resource, Snapshot } from '../resource/resource.ts';
import type { Spelling } from '../resource/spelling.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { AccessAfterAcceptance } from './access-after-acceptance.ts';
import type { Change } from './change.ts';
import type { PlannedEnding } from './cost/ending.ts';
import type { PlanCost } from './cost/plan-cost.ts';
import type { Write } from './write/write.ts';

/** What an apply would do to one organization, and what it would mean. */
export interface Plan {
  readonly organization: string;
  readonly desired: Desired;
  readonly live: Snapshot;
  /** In the order an apply makes them. */
  readonly changes: readonly Change[];
  /** Live resources that the documents neither name nor own: reported, never touched. */
  readonly unmanaged: readonly Resource[];
  /** What the documents want, in the platform's form, without what is deferred. */
  readonly wanted: readonly Resource[];
  /** Live after the changes, nested as the documents nest it: explanations of `after` point to lines. */
  readonly target: readonly Resource[];
  /** What it comes to once everybody invited has accepted and nothing waits any more. */
  readonly end: readonly Resource[];
  readonly before: EffectiveAccess;
  readonly after: EffectiveAccess;
  readonly delta: AccessDelta;
  /** What people gain by this plan when they accept their invitations; null for nothing. */
  readonly onceAccepted: AccessAfterAcceptance | null;
  /** What it takes to carry it out; left out of a plan that no connector was asked about. */
  readonly cost?: PlanCost;
  /** What it ends beside access; left out as the cost is. */
  readonly endings?: readonly PlannedEnding[];
  /** Of a part of a plan: what another run makes. Left out of a whole one. */
  readonly later?: readonly Write[];
  readonly diagnostics: readonly Diagnostic[];
  /** How people are written, for everything that is printed: by the documents, else by the platform. */
  readonly spelling: Spelling;
}

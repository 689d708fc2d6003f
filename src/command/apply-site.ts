import type { ApplyResult } from '../plan/applied.ts';
import type { Outcome } from '../source/outcome.ts';
import type { CommandContext } from './command.ts';
import type { Engine } from './engine.ts';
import type { Interruption } from './interruption.ts';
import type { ConcurrencyLimits } from './lanes.ts';
import type { PlanFile } from './plan-file.ts';
import type { Session } from './session.ts';
import type { LockWait } from './waiting.ts';

/** What an apply works with. */
export interface ApplyContext {
  readonly context: CommandContext;
  readonly session: Session;
  readonly engine: Engine;
  readonly lanes: ConcurrencyLimits;
  readonly interruption: Interruption;
  readonly waiting: LockWait;
  /** The plan to apply just as it is; null: what the documents say now. */
  readonly file: PlanFile | null;
}

/** What became of each organization: null where a person was asked and said no. */
export type ApplyOutcomes = Map<string, Outcome<ApplyResult | null>>;

import type { ApplyResult } from '../../plan/apply-result.ts';
import type { Outcome } from '../../source/outcome.ts';
import type { LockWait } from '../../state/lock-wait.ts';
import type { CommandContext } from '../command.ts';
import type { PlanFile } from '../planning/plan-file.ts';
import type { ConcurrencyLimits } from '../session/concurrency.ts';
import type { Engine } from '../session/engine.ts';
import type { Interruption } from '../session/interruption.ts';
import type { Session } from '../session/session.ts';
import type { RunLimits } from './fit-plan.ts';

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
  readonly runLimits: RunLimits;
}

/** What became of each organization: null where a person was asked and said no. */
export type ApplyOutcomes = Map<string, Outcome<ApplyResult | null>>;

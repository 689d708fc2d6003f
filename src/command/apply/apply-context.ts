import type { Desired } from '../../compile/desired.ts';
import type { LiveWriter } from '../../connector/connector.ts';
import type { ApplyResult } from '../../plan/apply-result.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Outcome } from '../../source/outcome.ts';
import type { LockWait } from '../../state/lock-wait.ts';
import type { CommandContext } from '../command.ts';
import type { PlanFile } from '../planning/plan-file.ts';
import type { ConcurrencyLimits } from '../session/concurrency.ts';
import type { Engine } from '../session/engine.ts';
import type { Interruption } from '../session/interruption.ts';
import type { Session } from '../session/session.ts';
import type { RunLimits } from './fit-plan.ts';
import type { Resumed } from './resume.ts';

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
  /** What each organization goes on with; only these are applied then. Empty: nobody goes on with anything. */
  readonly resume: Resumed;
  /** The journal that this apply undoes; null for any other. */
  readonly undoes: string | null;
  /** What is to be done to an organization, by what is live. */
  readonly planner: (desired: Desired, writer: LiveWriter) => Promise<Outcome<Plan>>;
}

/** What became of each organization: null where a person was asked and said no. */
export type ApplyOutcomes = Map<string, Outcome<ApplyResult | null>>;

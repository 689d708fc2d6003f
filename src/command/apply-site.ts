import type { Applied } from '../plan/applied.ts';
import type { Outcome } from '../source/outcome.ts';
import type { CommandContext } from './command.ts';
import type { Engine } from './engine.ts';
import type { Interruption } from './interruption.ts';
import type { Lanes } from './lanes.ts';
import type { PlanFile } from './plan-file.ts';
import type { Session } from './session.ts';
import type { Waiting } from './waiting.ts';

/** What an apply works with. */
export interface ApplySite {
  readonly context: CommandContext;
  readonly session: Session;
  readonly engine: Engine;
  readonly lanes: Lanes;
  readonly interruption: Interruption;
  readonly waiting: Waiting;
  /** The plan to apply just as it is; null: what the documents say now. */
  readonly file: PlanFile | null;
}

/** What became of each organization: null where a person was asked and said no. */
export type Settled = Map<string, Outcome<Applied | null>>;

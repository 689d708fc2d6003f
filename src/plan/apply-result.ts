import type { Diagnostic } from '../source/diagnostic.ts';
import type { Plan } from './plan.ts';
import type { Write } from './write/write.ts';

/** What carried an apply out, as the output names it. */
export interface EngineInfo {
  readonly name: 'terraform' | 'tofu' | 'embedded';
  /** The binary's version; null for the embedded engine. */
  readonly version: string | null;
}

/** What became of the apply of one organization. */
export interface ApplyResult {
  readonly plan: Plan;
  readonly engine: EngineInfo;
  /** Writes of this apply that the platform took, in the order in which it did. */
  readonly made: readonly Write[];
  /** Writes that failed, and that the platform may have made all the same: their answers were lost. */
  readonly inDoubt: readonly Write[];
  /** How many were made. */
  readonly writes: number;
  /** Requests sent in all: reading, writing, reading again. */
  readonly requests: number;
  /**
   * `unchanged`: there was nothing to do. `proven`: read again, and the second plan is empty. `part`: all that fits into one run was made, and nothing is left but what does not. `incomplete`: some
   * writes failed or were not tried. `unproven`: all writes were made, but the second plan is not empty.
   */
  readonly result: 'unchanged' | 'proven' | 'part' | 'incomplete' | 'unproven';
  /** The second plan; null when nothing was applied or it could not be made. */
  readonly second: Plan | null;
  readonly diagnostics: readonly Diagnostic[];
}

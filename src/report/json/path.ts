import type { AccessPath, PathStep } from '../../access/path.ts';
import { formatPath } from '../../access/show.ts';
import { principalKey } from '../../resource/reference.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type OriginJson, originJson } from './origin.ts';

/** One link: its kind, what it links as strings, and where it is written. */
export interface StepJson {
  readonly step: PathStep['step'];
  readonly origin: OriginJson;
  readonly member?: string;
  readonly principal?: string;
  readonly group?: string;
  readonly child?: string;
  readonly scope?: string;
  readonly role?: string;
  readonly included?: string;
  readonly permission?: string;
  readonly implied?: string;
  readonly from?: string;
  readonly to?: string;
  readonly attached?: string;
  readonly ungated?: string;
  readonly open?: string;
}

export interface PathJson {
  readonly text: string;
  readonly steps: readonly StepJson[];
}

export function pathJson(path: AccessPath, spelling: Spelling): PathJson {
  return { text: formatPath(path, spelling), steps: path.map(stepJson) };
}

function stepJson(step: PathStep): StepJson {
  const origin = originJson(step.origin);
  switch (step.step) {
    case 'assigned': {
      const { scope, role } = step;
      return { step: step.step, principal: principalKey(step.principal), scope, role, origin };
    }
    case 'attached':
      return { step: step.step, principal: principalKey(step.principal), scope: step.scope, origin };
    case 'gate': {
      const { scope, by } = step;
      const through = 'attached' in by ? { attached: principalKey(by.attached) } : by;
      return { step: step.step, scope, ...through, origin };
    }
    default:
      // Every other step is made of strings alone.
      return { ...step, origin };
  }
}

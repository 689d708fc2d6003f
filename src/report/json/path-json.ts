import type { AccessPath, PathStep } from '../../access/access-path.ts';
import { formatPath } from '../../access/explain/format-path.ts';
import { principalKey } from '../../resource/identifiers.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type OriginJson, originJson } from './origin-json.ts';

/** One link: its kind, what it links as strings, and where it is written. */
export interface StepJson {
  readonly step: PathStep['step'];
  readonly origin: OriginJson;
  readonly member?: string;
  readonly principal?: string;
  readonly group?: string;
  readonly membersFrom?: string;
  readonly child?: string;
  readonly scope?: string;
  readonly role?: string;
  readonly included?: string;
  readonly setting?: string;
  readonly value?: string;
  readonly permission?: string;
  readonly implied?: string;
  readonly from?: string;
  readonly to?: string;
  readonly attached?: string;
  readonly ungated?: string;
  readonly open?: string;
  readonly below?: true;
}

export interface PathJson {
  readonly text: string;
  readonly steps: readonly StepJson[];
}

export function pathJson(accessPath: AccessPath, spelling: Spelling): PathJson {
  return { text: formatPath(accessPath, spelling), steps: accessPath.map(stepJson) };
}

function stepJson(pathStep: PathStep): StepJson {
  const origin = originJson(pathStep.origin);
  switch (pathStep.step) {
    case 'assigned':
    case 'denied':
      return { ...pathStep, principal: principalKey(pathStep.principal), origin };
    case 'attached':
      return {
        step: pathStep.step,
        principal: principalKey(pathStep.principal),
        scope: pathStep.scope,
        origin,
      };
    case 'gate': {
      const { scope, by } = pathStep;
      const through = 'attached' in by ? { attached: principalKey(by.attached) } : by;
      return { step: pathStep.step, scope, ...through, origin };
    }
    default:
      // Every other step is made of strings alone.
      return { ...pathStep, origin };
  }
}

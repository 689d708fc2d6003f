import type { InjectedFault } from './fault.ts';

export interface FaultTarget {
  readonly method: string;
  readonly operationId: string;
  readonly path: string;
  readonly isList: boolean;
}

/** What is to go wrong with one request: latencies add up, and of everything else the first fault wins. */
export interface FaultPlan {
  readonly delay: number;
  readonly fault: Exclude<InjectedFault, { kind: 'latency' }> | null;
}

interface ArmedFault {
  readonly fault: InjectedFault;
  readonly path: RegExp | null;
  matched: number;
  fired: number;
}

export class FaultSchedule {
  #armed: readonly ArmedFault[] = [];

  constructor(faults: readonly InjectedFault[]) {
    this.set(faults);
  }

  /** Starts counting anew. */
  set(faults: readonly InjectedFault[]): void {
    this.#armed = faults.map((injectedFault) => ({
      fault: injectedFault,
      path: injectedFault.match?.path === undefined ? null : new RegExp(injectedFault.match.path),
      matched: 0,
      fired: 0,
    }));
  }

  faults(): readonly InjectedFault[] {
    return this.#armed.map(({ fault }) => fault);
  }

  /** Counts the request with every fault it matches and says which of them strike. */
  plan(target: FaultTarget): FaultPlan {
    let delay = 0;
    let struck: FaultPlan['fault'] = null;
    for (const armedFault of this.#armed) {
      if (!matches(armedFault, target)) continue;
      armedFault.matched += 1;
      if (!isDue(armedFault)) continue;
      armedFault.fired += 1;
      if (armedFault.fault.kind === 'latency') delay += armedFault.fault.ms;
      else struck ??= armedFault.fault;
    }
    return { delay, fault: struck };
  }
}

function matches({ fault, path }: ArmedFault, target: FaultTarget): boolean {
  const { method, operationId } = fault.match ?? {};
  if (fault.kind === 'missing-page' && !target.isList) return false;
  if (method !== undefined && method.toUpperCase() !== target.method) return false;
  if (operationId !== undefined && operationId !== target.operationId) return false;
  return path === null || path.test(target.path);
}

function isDue({ fault, matched, fired }: ArmedFault): boolean {
  const { nth, every } = fault;
  const times = fault.times ?? (nth !== undefined && every === undefined ? 1 : Number.POSITIVE_INFINITY);
  if (fired >= times) return false;
  const start = nth ?? every ?? 1;
  return matched >= start && (matched - start) % (every ?? 1) === 0;
}

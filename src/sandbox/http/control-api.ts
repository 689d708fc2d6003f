import { problemResponse } from '../api/api.ts';
import { ApiProblem } from '../api/api-problem.ts';
import type { ApiResponse } from '../api/api-response.ts';
import type { TokenStore } from '../api/tokens.ts';
import type { SandboxClock } from '../clock.ts';
import { readFaults } from '../faults/fault-check.ts';
import type { FaultSchedule } from '../faults/fault-schedule.ts';
import type { RequestLog } from './request-log.ts';

/** Outside the API and its document: no platform has this. */
export const CONTROL_PREFIX = '/_sandbox/';

/** Put ahead and never back. */
export type ControlledClock = Pick<SandboxClock, 'now' | 'aheadSeconds' | 'putAhead'>;

export interface ControlContext {
  readonly tokens: Pick<TokenStore, 'authenticateAdmin'>;
  readonly schedule: FaultSchedule;
  readonly log: RequestLog;
  readonly clock: ControlledClock;
}

export function answerControl(
  { tokens, schedule, log, clock }: ControlContext,
  method: string,
  path: string,
  authorization: string | undefined,
  body: Buffer | null,
): ApiResponse {
  const actions: Readonly<Record<string, () => ApiResponse>> = {
    'GET /_sandbox/faults': () => ok({ faults: schedule.faults() }),
    'PUT /_sandbox/faults': () => {
      schedule.set(parseFaults(body));
      return ok({ faults: schedule.faults() });
    },
    'GET /_sandbox/clock': () => ok(clockJson(clock)),
    'PUT /_sandbox/clock': () => {
      const why = clock.putAhead(secondsIn(parseJson(body)));
      if (why !== undefined) throw new ApiProblem(422, 'invalid-clock', why);
      return ok(clockJson(clock));
    },
    'GET /_sandbox/requests': () => ok({ requests: log.lines() }),
    'DELETE /_sandbox/requests': () => {
      log.clear();
      return { status: 204, headers: {}, body: undefined };
    },
  };
  try {
    tokens.authenticateAdmin(authorization);
    const action = actions[`${method} ${path}`];
    if (action === undefined) throw new ApiProblem(404, 'not-found', `no control ${method} ${path}`);
    return action();
  } catch (thrown) {
    if (thrown instanceof ApiProblem) return problemResponse(thrown);
    throw thrown;
  }
}

function ok(body: object): ApiResponse {
  return { status: 200, headers: {}, body };
}

function clockJson(sandboxClock: ControlledClock): object {
  return { now: sandboxClock.now().toISOString(), advanceSeconds: sandboxClock.aheadSeconds };
}

function secondsIn(value: unknown): number {
  if (typeof value === 'object' && value !== null && 'advanceSeconds' in value) {
    const { advanceSeconds: seconds } = value;
    if (typeof seconds === 'number' && Object.keys(value).length === 1) return seconds;
  }
  throw new ApiProblem(
    422,
    'invalid-clock',
    'send {"advanceSeconds": N}: how far ahead of the machine\'s clock',
  );
}

function parseJson(body: Buffer | null): unknown {
  try {
    if (body !== null) return JSON.parse(body.toString('utf8'));
  } catch {
    // Said below.
  }
  throw new ApiProblem(400, 'malformed-json', 'the body is not JSON');
}

function parseFaults(body: Buffer | null): ReturnType<FaultSchedule['faults']> {
  const value = parseJson(body);
  const list = typeof value === 'object' && value !== null && 'faults' in value ? value.faults : value;
  const faults = readFaults(list);
  if (typeof faults === 'string') throw new ApiProblem(422, 'invalid-faults', faults);
  return faults;
}

import { isProcessStopped } from './process-stopped.ts';

/** How long a child may say nothing. Terraform speaks at least every ten seconds while it writes. */
export interface SilenceLimits {
  /** Then it is told, and again each time the silence has doubled. */
  readonly tellAfterMs: number;
  /** Then a child that cannot have anything under way is ended. */
  readonly endAfterMs: number;
}

export const DEFAULT_SILENCE_LIMITS: SilenceLimits = { tellAfterMs: 30_000, endAfterMs: 600_000 };

export interface SilenceReport {
  /** `plan`, `apply`. */
  readonly command: string;
  readonly pid: number;
  readonly seconds: number;
  /** Whether somebody stopped the process, so that it cannot say anything. */
  readonly stopped: boolean;
  /** Whether the command writes; then it is waited for without end. */
  readonly writes: boolean;
}

export interface Watchdog {
  /** Something was said. */
  broken(): void;
  end(): void;
}

/** Calls when a child has said nothing for long; `over` when longer than anybody need wait. */
export function startWatchdog(
  pid: number | undefined,
  { tellAfterMs, endAfterMs }: SilenceLimits,
  onSilence: (silence: Pick<SilenceReport, 'pid' | 'seconds' | 'stopped'>, over: boolean) => void,
): Watchdog {
  let silent = 0;
  let tellAt = tellAfterMs;
  if (pid === undefined) return { broken: () => {}, end: () => {} };
  const tick = Math.max(10, Math.min(1000, tellAfterMs / 4, endAfterMs / 4));
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    // Time in which we ourselves stood still (a suspended machine, Ctrl-Z) is nobody's silence.
    silent += Math.min(now - last, 2 * tick);
    last = now;
    const over = silent >= endAfterMs;
    if (!over && silent < tellAt) return;
    while (tellAt <= silent) tellAt *= 2;
    onSilence({ pid, seconds: Math.round(silent / 1000), stopped: isProcessStopped(pid) }, over);
  }, tick);
  return {
    broken() {
      silent = 0;
      tellAt = tellAfterMs;
    },
    end: () => clearInterval(timer),
  };
}

/** What to know of a silence, and what can be done. */
export function silenceText(
  organization: string,
  flavour: string,
  { command, pid, seconds, stopped, writes }: SilenceReport,
): string {
  const state = stopped
    ? `process ${pid} is stopped: \`kill -CONT ${pid}\` continues it`
    : `process ${pid} is running`;
  const end = writes
    ? 'Bylaw waits, because a write may be under way; Ctrl-C asks it to end.'
    : 'Nothing is under way: if it stays silent, it will be ended.';
  return `${organization}: ${flavour} ${command} has printed nothing for ${seconds} s (${state}). ${end}`;
}

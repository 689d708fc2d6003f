import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';

export interface DemoScene {
  readonly says: string;
  /** The command line as a user would type it. */
  readonly words: readonly string[];
  readonly status: number;
  readonly expected: number;
}

/** The demo without its talk: which commands were run, and how they ended. */
export interface DemoReport extends ReportEnvelope<'demo', 'ok' | 'error'> {
  readonly scenes: readonly DemoScene[];
}

export function demoJson(scenes: readonly DemoScene[], complete: boolean): DemoReport {
  return { ...reportEnvelope('demo', complete ? 'ok' : 'error', []), scenes };
}

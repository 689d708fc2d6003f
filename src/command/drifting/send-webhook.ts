import { createHmac, randomUUID } from 'node:crypto';
import type { DriftReport } from '../../report/drift/drift-json.ts';
import { harmless } from '../../report/json/report-envelope.ts';
import { apiUrlFault } from '../../source/api-url.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { parseUrl } from '../../source/parse-url.ts';
import { escapeText } from '../../source/quote.ts';
import type { CommandContext } from '../command.ts';

const FORMAT = 'bylaw.notification/v1';
const USUAL_VARIABLE = 'BYLAW_WEBHOOK_SECRET';
const SHORTEST_SECRET = 16;
/** Of a report with more the body says how many are left out: a receiver is no archive. */
const MOST_FINDINGS = 500;
const TRY_MS = 10_000;
const PAUSES_MS = [500, 2_000, 8_000] as const;

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

/** Null where none is asked for. Hides the secret. Fails with usage. */
export function webhookTarget({ args, environment, console }: CommandContext): Outcome<WebhookTarget | null> {
  const usage = (message: string, hint: string) => failure(diagnostic('usage', message, null, { hint }));
  const url = args.text('webhook');
  const variable = args.text('webhook-secret') ?? USUAL_VARIABLE;
  if (url === null) return success(null);
  // A receiver may tell its sender by a key in the address: so no address is told in full.
  if (
    parseUrl(url) === null ||
    !/^https?:\/\/[^/]/.test(url) ||
    apiUrlFault(url.replace(/\?.*$/s, '')) !== null
  )
    return usage(
      '--webhook is not an http or https address.',
      'Write it as https://hooks.acme.example/bylaw.',
    );
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable))
    return usage('--webhook-secret is not the name of a variable.', 'Name the variable, never the secret.');
  const secret = environment[variable];
  if (secret === undefined || secret.length < SHORTEST_SECRET)
    return usage(
      `The variable ${variable} holds no secret of ${SHORTEST_SECRET} characters or more to sign with.`,
      'Set it, or name another one with --webhook-secret.',
    );
  console.hide(secret);
  return success({ url, secret });
}

/** What the receiver gets: who drifted, what, since when and by whom, without the lists of access. */
export function webhookBody(report: DriftReport, instant: string): string {
  let room = MOST_FINDINGS;
  const organizations = report.organizations.map((one) => {
    const findings = one.findings.slice(0, room).map(({ effect: _, ...finding }) => finding);
    room -= findings.length;
    const { organization, platform, live, summary, compared, attribution } = one;
    const left = one.findings.length - findings.length;
    return { organization, platform, live, summary, compared, attribution, findings, left };
  });
  const { result, diagnostics } = report;
  const codes = diagnostics.map(({ severity, code, message }) => ({ severity, code, message }));
  return harmless(
    JSON.stringify({ format: FORMAT, kind: 'drift', instant, result, diagnostics: codes, organizations }),
  );
}

/** The signature of a body, as a receiver makes it again: HMAC-SHA256 over the time, a dot and the body. */
export function signature(secret: string, seconds: number, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

interface SendingMachine {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Sends it, again where the receiver is not there or not well, with one id for all tries, so that it is known again. Neither
 * the secret nor the path of the address is told. Warns with `webhook-not-sent`.
 */
export async function sendWebhook(
  { url, secret }: WebhookTarget,
  body: string,
  { now, sleep }: SendingMachine,
): Promise<readonly Diagnostic[]> {
  const id = randomUUID();
  let fault = '';
  for (const pause of [0, ...PAUSES_MS]) {
    if (pause > 0) await sleep(pause);
    const seconds = Math.floor(now().getTime() / 1000);
    const tried = await once(url, body, {
      'content-type': 'application/json',
      'user-agent': 'bylaw',
      'x-bylaw-event': 'drift',
      'x-bylaw-delivery': id,
      'x-bylaw-timestamp': String(seconds),
      'x-bylaw-signature': signature(secret, seconds, body),
    });
    if (tried === null) return [];
    fault = tried.fault;
    if (!tried.mayTryAgain) break;
  }
  const message = `The webhook at ${escapeText(new URL(url).host)} did not take the report: ${escapeText(fault)}.`;
  return [diagnostic('webhook-not-sent', message, null)];
}

/** Null where it was taken. */
async function once(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly fault: string; readonly mayTryAgain: boolean } | null> {
  try {
    const signal = AbortSignal.timeout(TRY_MS);
    const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal });
    await answer.body?.cancel();
    if (answer.ok) return null;
    const isPassing = answer.status >= 500 || answer.status === 429 || answer.status === 408;
    return { fault: `it answered ${answer.status}`, mayTryAgain: isPassing };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const told = cause instanceof Error ? cause.message : String(cause);
    return { fault: told.replaceAll(url, 'the address'), mayTryAgain: true };
  }
}

import { createHmac } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { JournalSinks } from '../policy/document-types.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';

const TIMEOUT_MS = 10_000;

interface JournalDelivery {
  readonly file: string;
  readonly id: string;
  readonly sinks: JournalSinks;
  /** Folder of the workspace file. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Takes a finished journal to where the workspace wants it. What fails is told and nothing else: the apply is over. Reports
 * journal-not-delivered.
 */
export async function deliverJournal(delivery: JournalDelivery): Promise<readonly Diagnostic[]> {
  const { sinks, file } = delivery;
  if (sinks.file === null && sinks.webhook === null) return [];
  let body: string;
  try {
    body = readFileSync(file, 'utf8');
  } catch (error) {
    return [notDelivered(file, reason(error), null)];
  }
  const failed: Diagnostic[] = [];
  if (sinks.file !== null) {
    const { value, origin } = sinks.file;
    try {
      appendFileSync(isAbsolute(value) ? value : join(delivery.root, value), body, { mode: 0o600 });
    } catch (error) {
      failed.push(notDelivered(file, reason(error), origin));
    }
  }
  if (sinks.webhook !== null) {
    const fault = await called(delivery, sinks.webhook, body);
    if (fault !== null) failed.push(notDelivered(file, fault, sinks.webhook.origin));
  }
  return failed;
}

/** Why the webhook did not take it; null where it did. Neither the secret nor the answer is told. */
async function called(
  { environment, id }: JournalDelivery,
  { url, secretEnv }: NonNullable<JournalSinks['webhook']>,
  body: string,
): Promise<string | null> {
  const secret = environment[secretEnv];
  if (secret === undefined || secret === '')
    return `the variable ${secretEnv} holds no secret to sign it with`;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/x-ndjson',
        'x-bylaw-journal': id,
        'x-bylaw-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      },
    });
    await answer.body?.cancel();
    return answer.ok ? null : `the webhook answered ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `the webhook could not be reached: ${reason(cause)}`;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function notDelivered(file: string, why: string, origin: Origin | null): Diagnostic {
  const message = `The journal ${file} was not delivered: ${why}.`;
  return diagnostic('journal-not-delivered', message, origin);
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { DriftEntry } from '../../report/drift/drift-entry.ts';
import { driftJson } from '../../report/drift/drift-json.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { CommandContext } from '../command.ts';
import { forgeTarget } from '../session/forge-target.ts';
import { keepIssues } from './keep-issues.ts';
import { sendWebhook, webhookBody, webhookTarget } from './send-webhook.ts';

/** Tells who is to be told beside the one that reads the report; what could not be told, as warnings. */
export type Notify = (
  entries: readonly DriftEntry[],
  diagnostics: readonly Diagnostic[],
) => Promise<readonly Diagnostic[]>;

/** What `--issue` and `--webhook` ask for, checked before anything is read. Fails with usage. */
export function notifierFrom(context: CommandContext): Outcome<Notify> {
  const { args, console, now, environment } = context;
  const isKept = args.flag('issue');
  const idle = (['repository', 'forge'] as const).find((name) => !isKept && args.text(name) !== null);
  if (idle !== undefined) {
    const hint = 'Give --issue too.';
    return failure(
      diagnostic('usage', `--${idle} says where an issue is, and no issue is asked for.`, null, { hint }),
    );
  }
  const webhook = webhookTarget(context);
  if (!webhook.ok) return webhook;
  const forge = isKept ? forgeTarget(context) : success(null);
  if (!forge.ok) return forge;
  const [receiver, target] = [webhook.value, forge.value];
  return success(async (entries, diagnostics) => {
    const told: Diagnostic[] = [];
    if (target !== null) {
      const { openForge } = await import('../../forge/open-forge.ts');
      const { kind, ...settings } = target;
      const kept = await keepIssues(await openForge(kind, { ...settings, environment }), entries);
      for (const line of kept.lines) console.err(`Issue ${line}`);
      told.push(...kept.diagnostics);
    }
    if (receiver !== null) {
      const body = webhookBody(driftJson(entries, { diagnostics }), now().toISOString());
      told.push(...(await sendWebhook(receiver, body, { now, sleep: (ms) => sleep(ms) })));
    }
    return told;
  });
}

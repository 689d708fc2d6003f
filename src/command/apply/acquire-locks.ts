import { compile } from '../../compile/compile.ts';
import type { Desired } from '../../compile/desired.ts';
import type { LiveWriter } from '../../connector/connector.ts';
import { forbiddenByEnds } from '../../expectation/look.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { compareText } from '../../source/text-order.ts';
import { lockOrganization } from '../../state/organization-lock.ts';
import type { StateHandle } from '../../state/state-handle.ts';
import { openLiveWriter } from '../session/open-connection.ts';
import { openState } from '../session/open-state.ts';
import { brokenExpectations } from '../session/run-expectations.ts';
import { stateDirectory } from '../session/session.ts';
import type { StackShare } from '../session/stack-shares.ts';
import type { ApplyContext, ApplyOutcomes } from './apply-context.ts';

/** An organization that is nobody else's to change until it is released. */
export interface LockedOrganization {
  readonly desired: Desired;
  readonly writer: LiveWriter;
  readonly warnings: readonly Diagnostic[];
  readonly release: () => void;
}

/** What of a group nothing speaks against, and the state of its stack; null where nothing is left of it. */
export interface LockedStack {
  readonly group: StackShare;
  readonly claimed: readonly LockedOrganization[];
  readonly state: StateHandle | null;
}

/**
 * Takes every lock that these groups need before anything live is read: what is planned is what is applied. Who holds
 * locks while waiting for others has to take them in one order that all share, or two of them wait for each other:
 * first organizations by name, whichever group they are of, then the states of stacks by name. What stops an
 * organization is settled.
 */
export async function acquireLocks(
  context: ApplyContext,
  groups: readonly StackShare[],
  applyOutcomes: ApplyOutcomes,
): Promise<readonly LockedStack[]> {
  const waitedBefore = context.waiting.waited();
  const taken = new Map<string, LockedOrganization>();
  for (const desired of groups.flatMap(({ chosen }) => chosen).sort(byOrganization)) {
    const one = await begin(context, desired);
    if (one.ok) taken.set(desired.organization, one.value);
    else applyOutcomes.set(desired.organization, one);
  }
  const opening = [...groups].sort(byStack).map((stackShare) => async (): Promise<LockedStack> => {
    const claimed = stackShare.chosen.flatMap(({ organization }) => taken.get(organization) ?? []);
    return { group: stackShare, claimed, state: await stateFor(context, stackShare, claimed, applyOutcomes) };
  });
  const claims = context.waiting.patient
    ? await oneByOne(opening)
    : await Promise.all(opening.map((open) => open()));
  const waited = context.waiting.waited() > waitedBefore;
  return claims.map((lockedStack) => {
    if (lockedStack.state === null) return { ...lockedStack, claimed: [] };
    return waited
      ? { ...lockedStack, claimed: broughtUpToDate(context, lockedStack.claimed, applyOutcomes) }
      : lockedStack;
  });
}

async function oneByOne<T>(tasks: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const made: T[] = [];
  for (const task of tasks) made.push(await task());
  return made;
}

/** Whatever can be known before the platform is asked; with the expectations it is allowed to break. */
async function begin(context: ApplyContext, desired: Desired): Promise<Outcome<LockedOrganization>> {
  const { session, interruption, waiting } = context;
  const broken = expectationsOf(context, desired);
  if (isRefused(broken)) return failure(broken);
  if (interruption.stopped()) return failure([...broken, notStartedDiagnostic(desired)]);
  const writer = openLiveWriter({ ...session.live, stop: interruption.signal }, desired);
  if (!writer.ok) return failure([...broken, ...writer.diagnostics]);
  const locked = await lockOrganization(stateDirectory(session.workspace), desired.organization, waiting);
  if (locked.ok) {
    return success({
      desired: asAllowed(context, desired),
      writer: writer.value,
      warnings: broken,
      release: locked.value,
    });
  }
  // Who has stopped us need not hear that what was waited for is still locked.
  return failure([
    ...broken,
    ...(interruption.stopped() ? [notStartedDiagnostic(desired)] : locked.diagnostics),
  ]);
}

/** Null where none is had: then all are released, and settled. */
async function stateFor(
  { session, engine, context, waiting, interruption }: ApplyContext,
  { stack }: StackShare,
  claimed: readonly LockedOrganization[],
  applyOutcomes: ApplyOutcomes,
): Promise<StateHandle | null> {
  if (claimed.length === 0) return null;
  const { environment } = context;
  const refused = (of: (desired: Desired, at: number) => readonly Diagnostic[]): null => {
    claimed.forEach(({ desired, release, warnings }, at) => {
      release();
      applyOutcomes.set(desired.organization, failure([...warnings, ...of(desired, at)]));
    });
    return null;
  };
  if (interruption.stopped()) return refused((desired) => [notStartedDiagnostic(desired)]);
  const state = await openState({ session, engine, stack: stack.name, waiting, environment });
  if (state.ok) return state.value;
  if (interruption.stopped()) return refused((desired) => [notStartedDiagnostic(desired)]);
  // The state is one for all of them: told once.
  return refused((_, at) => (at === 0 ? state.diagnostics : []));
}

/**
 * Windows that opened or closed while locks were waited for count: whoever had the lock may have taken away what had
 * ended by then, and it must not come back. The documents are those that were read at first.
 */
function broughtUpToDate(
  site: ApplyContext,
  claimed: readonly LockedOrganization[],
  applyOutcomes: ApplyOutcomes,
): readonly LockedOrganization[] {
  const { context, session } = site;
  const { resend } = session.workspace.document;
  if (context.args.text('at') !== null) return claimed;
  const instant = context.now().toISOString();
  return claimed.flatMap((one) => {
    const { organization, platform } = one.desired;
    const document = session.workspace.documents.find(({ name }) => name === organization);
    if (document === undefined) return [one];
    const compiled = compile(document, platform, instant);
    const { guardrails = [] } = one.desired;
    const desired: Desired = compiled.ok ? { ...compiled.value, resend, guardrails } : one.desired;
    const broken = compiled.ok ? expectationsOf(site, desired) : compiled.diagnostics;
    if (!isRefused(broken)) return [{ ...one, desired: asAllowed(site, desired), warnings: broken }];
    one.release();
    applyOutcomes.set(organization, failure(broken));
    return [];
  });
}

function expectationsOf({ context, session }: ApplyContext, desired: Desired): readonly Diagnostic[] {
  const allowed = context.args.flag('allow-failed-expectations');
  return brokenExpectations(session, desired, allowed ? 'warning' : 'error').map(refusal);
}

/** What an end has broken stops nothing else: the plan holds it back by itself. */
function isRefused(broken: readonly Diagnostic[]): boolean {
  return hasErrors(broken.filter(({ code }) => code !== 'expectation-broken-by-end'));
}

/** Who allows expectations to fail lets ends give what they give. */
function asAllowed({ context, session }: ApplyContext, desired: Desired): Desired {
  if (context.args.flag('allow-failed-expectations')) return { ...desired, forbidden: [] };
  const { organization } = desired;
  const { documents, expectations } = session.workspace;
  const document = documents.find(({ name }) => name === organization) ?? null;
  const expected = { expectations: expectations.get(organization), desired, document };
  return { ...desired, forbidden: forbiddenByEnds(expected) };
}

/** The way past an expectation is said where it stops somebody. */
function refusal(broken: Diagnostic): Diagnostic {
  if (broken.severity !== 'error' || broken.code === 'expectation-broken-by-end') return broken;
  const hint = 'Nothing was sent. Correct one of the two, or apply with --allow-failed-expectations.';
  return { ...broken, hint: broken.hint === null ? hint : `${broken.hint} ${hint}` };
}

export function notStartedDiagnostic({ organization }: Desired): Diagnostic {
  const message = `Interrupted before anything of ${organization} was written.`;
  return diagnostic('interrupted', message, null, { hint: 'Apply again when you want it.' });
}

function byOrganization(a: Desired, b: Desired): number {
  return compareText(a.organization, b.organization);
}

function byStack(a: StackShare, b: StackShare): number {
  return compareText(a.stack.name, b.stack.name);
}

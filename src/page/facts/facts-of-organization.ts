import { buildAccess } from '../../access/build-access.ts';
import type { Desired } from '../../compile/desired.ts';
import { type ExceptionState, exceptionState } from '../../compile/exception-in-force.ts';
import type { WrittenException } from '../../policy/guardrails-document.ts';
import type { Snapshot } from '../../resource/resource.ts';
import { countAccess } from './counted-access.ts';
import type { ListedException, PageOrganization } from './page-facts.ts';

/** What a review of one organization is made of, as written or, with a snapshot, as it is live. */
export function organizationFacts(desired: Desired, live: Snapshot | null): PageOrganization {
  const { organization, platform, windows, guardrails, instant } = desired;
  const { resources, membersFrom } = live ?? { resources: desired.resources, membersFrom: undefined };
  const written = desired.written ?? new Map<string, string>();
  return {
    organization,
    source: live === null ? 'desired' : 'live',
    platform,
    resources,
    ...(membersFrom === undefined ? {} : { membersFrom }),
    written: new Map([...written].filter(([member, text]) => member !== text)),
    dates: windows,
    exceptions: (guardrails ?? NONE)
      .flatMap(({ exceptions }) => exceptions)
      .map((exception) => listedException(exception, Date.parse(instant))),
    counted: countAccess(buildAccess(platform, resources)),
  };
}

const NONE: readonly never[] = [];

const STATES: { readonly [S in ExceptionState]: ListedException['state'] } = {
  'not-yet': 'not yet',
  'in-force': 'in force',
  over: 'over',
};

function listedException(exception: WrittenException, now: number): ListedException {
  const { name, reason, owner, origin, window } = exception;
  return {
    name,
    state: STATES[exceptionState(exception, now)],
    lifts: liftedBy(exception),
    reason,
    owner,
    from: window.from?.value ?? null,
    until: window.until?.value ?? null,
    origin,
  };
}

function liftedBy({
  limits,
  of,
  protected: kept,
  holders,
  administration,
  connection,
}: WrittenException): readonly string[] {
  return [
    ...[...limits].map(([limit, most]) => `${limit} up to ${most}${of === null ? '' : ` of ${of.value}`}`),
    ...kept.map(({ value }) => `protection of ${value}`),
    ...holders.map(({ value }) => `holders: ${value}`),
    ...(administration ? ['all administrators may be new'] : []),
    ...(connection === null ? [] : ['another place of the organization']),
  ];
}

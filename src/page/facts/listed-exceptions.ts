import { type Exceptional, type ExceptionState, exceptionState } from '../../compile/exception-in-force.ts';
import type { GuardrailsDocument, WrittenException } from '../../policy/guardrails-document.ts';
import type {
  RulesDocument,
  WrittenAcknowledgement,
  WrittenDriftAcknowledgement,
} from '../../policy/rules-document.ts';
import type { Origin } from '../../source/origin.ts';
import type { ListedException } from './page-facts.ts';

/**
 * All that somebody has let past for an organization, whether or not it holds at the instant: exceptions from guard rails,
 * and acknowledged findings of rules and facts of drift.
 */
export function listedExceptions(
  guardrails: readonly GuardrailsDocument[],
  rules: readonly RulesDocument[],
  now: number,
): readonly ListedException[] {
  return [
    ...guardrails.flatMap(({ exceptions }) =>
      exceptions.map((one) => listed(one, 'guard rail', liftedBy(one), now)),
    ),
    ...rules.flatMap(({ acknowledged }) =>
      acknowledged.map((one) => listed(one, 'rule', letStand(one), now)),
    ),
    ...rules.flatMap(({ acknowledgedDrift }) =>
      acknowledgedDrift.map((one) => listed(one, 'drift', driftLetStand(one), now)),
    ),
  ];
}

interface Reviewed extends Exceptional {
  readonly name: string;
  readonly reason: string | null;
  readonly owner: string | null;
  readonly origin: Origin;
}

const STATES: { readonly [S in ExceptionState]: ListedException['state'] } = {
  'not-yet': 'not yet',
  'in-force': 'in force',
  over: 'over',
};

function listed(
  one: Reviewed,
  from: ListedException['exceptionFrom'],
  lifts: readonly string[],
  now: number,
): ListedException {
  const { name, reason, owner, origin, window } = one;
  return {
    name,
    exceptionFrom: from,
    state: STATES[exceptionState(one, now)],
    lifts,
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

function letStand({ rule, subjects, permissions }: WrittenAcknowledgement): readonly string[] {
  const { organization, person, group, role, scope } = subjects;
  return [
    ...(rule === null ? [] : [rule.value]),
    ...Object.entries({ organization, person, group, role, scope }).flatMap(([kind, named]) =>
      named === null ? [] : [`${kind} ${named.value}`],
    ),
    ...permissions.map(({ value }) => value),
  ];
}

function driftLetStand({
  fact,
  kind,
  live,
  people,
  permissions,
  scopes,
}: WrittenDriftAcknowledgement): readonly string[] {
  return [
    ...(fact === null ? [] : [kind === null ? fact : `${kind} ${fact}`]),
    ...(live === null ? [] : [`as ${live}`]),
    ...people,
    ...permissions,
    ...scopes,
  ];
}

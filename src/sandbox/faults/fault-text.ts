import type { FaultEffect, FaultMatch, InjectedFault } from './fault.ts';
import { readFaults } from './fault-check.ts';

const BARE_KINDS = ['drop-before', 'drop-after-write', 'html', 'missing-page'] as const;
const OPTIONS = ['operation', 'method', 'path', 'every', 'times', 'retry-after'];

/**
 * Reads a fault as a command line writes it, `<effect>[@nth][:option=value,…]`, or says in one sentence what is wrong:
 *
 *     429@3:retry-after=1   500@7   latency=200   drop-after-write@5   html@1   missing-page@2:operation=listMembers
 */
export function parseFault(text: string): InjectedFault | string {
  const written = /^([a-z0-9-]+)(?:=(\d+))?(?:@(\d+))?(?::(.*))?$/.exec(text);
  if (!written) return `${text}: not of the form <effect>[@nth][:option=value,…]`;
  const [, name = '', amount, nth, optionList] = written;
  const options = readOptions(optionList);
  if (typeof options === 'string') return `${text}: ${options}`;
  const effect = readEffect(name, amount, options.get('retry-after'));
  if (typeof effect === 'string') return `${text}: ${effect}`;
  const match = readMatch(options);
  const fault = {
    ...effect,
    ...(Object.keys(match).length > 0 ? { match } : {}),
    ...numeric('nth', nth),
    ...numeric('every', options.get('every')),
    ...numeric('times', options.get('times')),
  };
  const checked = readFaults([fault]);
  if (typeof checked === 'string') return `${text}: ${checked.replaceAll('faults/0/', '')}`;
  return checked[0] ?? `${text}: not a fault`;
}

function readOptions(list: string | undefined): ReadonlyMap<string, string> | string {
  const options = new Map<string, string>();
  for (const option of list === undefined ? [] : list.split(',')) {
    const [name = '', ...rest] = option.split('=');
    const value = rest.join('=');
    if (!OPTIONS.includes(name)) return `unknown option ${name}; there are ${OPTIONS.join(', ')}`;
    if (value === '') return `option ${name} has no value`;
    if (options.has(name)) return `option ${name} is given twice`;
    options.set(name, value);
  }
  return options;
}

function readEffect(
  name: string,
  amount: string | undefined,
  retryAfter: string | undefined,
): FaultEffect | string {
  const isStatus = /^[2-5]\d\d$/.test(name);
  if (retryAfter !== undefined && !isStatus) return 'retry-after goes with a status';
  if (name === 'latency') {
    return amount === undefined
      ? 'latency needs milliseconds: latency=200'
      : { kind: 'latency', ms: Number(amount) };
  }
  if (amount !== undefined) return `${name} takes no number`;
  if (isStatus) {
    return { kind: 'status', status: Number(name), ...numeric('retryAfter', retryAfter) };
  }
  const kind = BARE_KINDS.find((known) => known === name);
  return kind ? { kind } : `unknown effect ${name}; there are a status, latency, ${BARE_KINDS.join(', ')}`;
}

function readMatch(options: ReadonlyMap<string, string>): FaultMatch {
  const operationId = options.get('operation');
  const method = options.get('method');
  const path = options.get('path');
  return { ...(operationId && { operationId }), ...(method && { method }), ...(path && { path }) };
}

/** NaN for what is no number: the check against the schema refuses it. */
function numeric<Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [N in Name]?: number } {
  return value === undefined ? {} : ({ [name]: Number(value) } as { readonly [N in Name]: number });
}

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FaultKind, InjectedFault } from './fault.ts';

const count = { type: 'integer', minimum: 1 };

const timing = {
  match: {
    type: 'object',
    additionalProperties: false,
    properties: {
      method: { type: 'string' },
      operationId: { type: 'string' },
      path: { type: 'string', format: 'regular-expression' },
    },
  },
  nth: count,
  every: count,
  times: count,
};

/** Total, so that a new kind of fault cannot be forgotten here. */
const effects: Readonly<
  Record<FaultKind, { readonly required?: readonly string[]; readonly properties?: object }>
> = {
  latency: { required: ['ms'], properties: { ms: { type: 'integer', minimum: 0, maximum: 600_000 } } },
  status: {
    required: ['status'],
    properties: {
      status: { type: 'integer', minimum: 200, maximum: 599 },
      retryAfter: { type: 'integer', minimum: 0 },
    },
  },
  'drop-before': {},
  'drop-after-write': {},
  html: {},
  'missing-page': {},
};

const ajv = new Ajv2020({ strict: false, meta: false, validateSchema: false });
ajv.addFormat('regular-expression', (source) => {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
});

const faultList = {
  type: 'array',
  items: {
    type: 'object',
    required: ['kind'],
    properties: timing,
    oneOf: Object.entries(effects).map(([kind, effect]) => ({
      ...effect,
      properties: { kind: { const: kind }, ...effect.properties },
    })),
    unevaluatedProperties: false,
  },
};

let compiled: ValidateFunction<InjectedFault[]> | null = null;

/** Faults that came from outside, or what is wrong with them. */
export function readFaults(value: unknown): readonly InjectedFault[] | string {
  compiled ??= ajv.compile<InjectedFault[]>(faultList);
  const isFaultList = compiled;
  return isFaultList(value) ? value : ajv.errorsText(isFaultList.errors, { dataVar: 'faults' });
}

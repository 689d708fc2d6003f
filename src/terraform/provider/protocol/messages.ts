/**
 * The messages of Terraform's plugin protocol 6 that this provider reads or writes, as field numbers. Fields we
 * neither read nor write are left out: readers skip what they do not know.
 * Source of the numbers: hashicorp/terraform, docs/plugin-protocol/tfplugin6.8.proto.
 */
import { list, map, message, one } from './wire.ts';

/** Path prefix of every method of the service. */
export const SERVICE = '/tfplugin6.Provider/';

/** A value of Terraform's type system: MessagePack in practice, JSON by permission. */
export const DynamicValue = message({ msgpack: one(1, 'bytes'), json: one(2, 'bytes') });

/** Exactly one of the two is present. */
const Step = message({ attributeName: one(1, 'string'), elementKey: one(2, 'string') });
export const AttributePath = message({ steps: list(1, Step) });

/** Severity: 1 error, 2 warning. */
export const Diagnostic = message({
  severity: one(1, 'int'),
  summary: one(2, 'string'),
  detail: one(3, 'string'),
  attribute: one(4, AttributePath),
});

/** `type` is JSON: `"string"`, `["map","string"]`. */
export const SchemaAttribute = message({
  name: one(1, 'string'),
  type: one(2, 'bytes'),
  description: one(3, 'string'),
  required: one(4, 'bool'),
  optional: one(5, 'bool'),
  computed: one(6, 'bool'),
  sensitive: one(7, 'bool'),
  deprecated: one(9, 'bool'),
});

export const SchemaBlock = message({
  version: one(1, 'int'),
  attributes: list(2, SchemaAttribute),
  description: one(4, 'string'),
});

export const Schema = message({ version: one(1, 'int'), block: one(2, SchemaBlock) });

const ServerCapabilities = message({
  planDestroy: one(1, 'bool'),
  getProviderSchemaOptional: one(2, 'bool'),
});

const Empty = message({});

export const GetMetadata = {
  request: Empty,
  response: message({
    serverCapabilities: one(1, ServerCapabilities),
    diagnostics: list(2, Diagnostic),
    resources: list(4, message({ typeName: one(1, 'string') })),
  }),
};

export const GetProviderSchema = {
  request: Empty,
  response: message({
    provider: one(1, Schema),
    resourceSchemas: map(2, Schema),
    diagnostics: list(4, Diagnostic),
    serverCapabilities: one(6, ServerCapabilities),
  }),
};

export const GetFunctions = {
  request: Empty,
  response: message({ diagnostics: list(2, Diagnostic) }),
};

export const ValidateProviderConfig = {
  request: message({ config: one(1, DynamicValue) }),
  response: message({ diagnostics: list(2, Diagnostic) }),
};

export const ConfigureProvider = {
  request: message({ terraformVersion: one(1, 'string'), config: one(2, DynamicValue) }),
  response: message({ diagnostics: list(1, Diagnostic) }),
};

export const ValidateResourceConfig = {
  request: message({ typeName: one(1, 'string'), config: one(2, DynamicValue) }),
  response: message({ diagnostics: list(1, Diagnostic) }),
};

export const UpgradeResourceState = {
  request: message({
    typeName: one(1, 'string'),
    version: one(2, 'int'),
    rawState: one(3, message({ json: one(1, 'bytes') })),
  }),
  response: message({ upgradedState: one(1, DynamicValue), diagnostics: list(2, Diagnostic) }),
};

export const ReadResource = {
  request: message({ typeName: one(1, 'string'), currentState: one(2, DynamicValue) }),
  response: message({ newState: one(1, DynamicValue), diagnostics: list(2, Diagnostic) }),
};

export const PlanResourceChange = {
  request: message({
    typeName: one(1, 'string'),
    priorState: one(2, DynamicValue),
    proposedNewState: one(3, DynamicValue),
  }),
  response: message({
    plannedState: one(1, DynamicValue),
    requiresReplace: list(2, AttributePath),
    diagnostics: list(4, Diagnostic),
  }),
};

export const ApplyResourceChange = {
  request: message({
    typeName: one(1, 'string'),
    priorState: one(2, DynamicValue),
    plannedState: one(3, DynamicValue),
  }),
  response: message({ newState: one(1, DynamicValue), diagnostics: list(3, Diagnostic) }),
};

export const ImportResourceState = {
  request: message({ typeName: one(1, 'string'), id: one(2, 'string') }),
  response: message({
    importedResources: list(1, message({ typeName: one(1, 'string'), state: one(2, DynamicValue) })),
    diagnostics: list(2, Diagnostic),
  }),
};

export const StopProvider = {
  request: Empty,
  response: message({ error: one(1, 'string') }),
};

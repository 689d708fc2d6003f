/**
 * The messages of Terraform's plugin protocol 6 that this provider reads or writes, as field numbers. Fields we
 * neither read nor write are left out: readers skip what they do not know.
 * Source of the numbers: hashicorp/terraform, docs/plugin-protocol/tfplugin6.9.proto, of which 6.9 brought
 * identities; who speaks an older version skips what it does not know.
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
  descriptionKind: one(8, 'int'),
  deprecated: one(9, 'bool'),
});

export const SchemaBlock = message({
  version: one(1, 'int'),
  attributes: list(2, SchemaAttribute),
  description: one(4, 'string'),
  descriptionKind: one(5, 'int'),
});

export const Schema = message({ version: one(1, 'int'), block: one(2, SchemaBlock) });

const ServerCapabilities = message({
  planDestroy: one(1, 'bool'),
  getProviderSchemaOptional: one(2, 'bool'),
});

const Empty = message({});

const ResourceIdentity = message({ data: one(1, DynamicValue) });

const IdentitySchema = message({
  version: one(1, 'int'),
  attributes: list(
    2,
    message({
      name: one(1, 'string'),
      type: one(2, 'bytes'),
      requiredForImport: one(3, 'bool'),
      optionalForImport: one(4, 'bool'),
      description: one(5, 'string'),
    }),
  ),
});

/** `type` is JSON, as an attribute's. */
const FunctionParameter = message({
  name: one(1, 'string'),
  type: one(2, 'bytes'),
  description: one(5, 'string'),
});

export const FunctionSignature = message({
  parameters: list(1, FunctionParameter),
  return: one(3, message({ type: one(1, 'bytes') })),
  summary: one(4, 'string'),
  description: one(5, 'string'),
});

export const GetMetadata = {
  request: Empty,
  response: message({
    serverCapabilities: one(1, ServerCapabilities),
    diagnostics: list(2, Diagnostic),
    dataSources: list(3, message({ typeName: one(1, 'string') })),
    resources: list(4, message({ typeName: one(1, 'string') })),
    functions: list(5, message({ name: one(1, 'string') })),
  }),
};

export const GetProviderSchema = {
  request: Empty,
  response: message({
    provider: one(1, Schema),
    resourceSchemas: map(2, Schema),
    dataSourceSchemas: map(3, Schema),
    diagnostics: list(4, Diagnostic),
    serverCapabilities: one(6, ServerCapabilities),
    functions: map(7, FunctionSignature),
  }),
};

export const GetFunctions = {
  request: Empty,
  response: message({ functions: map(1, FunctionSignature), diagnostics: list(2, Diagnostic) }),
};

export const CallFunction = {
  request: message({ name: one(1, 'string'), arguments: list(2, DynamicValue) }),
  response: message({
    result: one(1, DynamicValue),
    error: one(2, message({ text: one(1, 'string'), argument: one(2, 'int') })),
  }),
};

export const GetResourceIdentitySchemas = {
  request: Empty,
  response: message({ schemas: map(1, IdentitySchema), diagnostics: list(2, Diagnostic) }),
};

export const UpgradeResourceIdentity = {
  request: message({
    typeName: one(1, 'string'),
    version: one(2, 'int'),
    rawIdentity: one(3, message({ json: one(1, 'bytes') })),
  }),
  response: message({ upgradedIdentity: one(1, ResourceIdentity), diagnostics: list(2, Diagnostic) }),
};

export const ValidateDataResourceConfig = {
  request: message({ typeName: one(1, 'string'), config: one(2, DynamicValue) }),
  response: message({ diagnostics: list(1, Diagnostic) }),
};

export const ReadDataSource = {
  request: message({ typeName: one(1, 'string'), config: one(2, DynamicValue) }),
  response: message({ state: one(1, DynamicValue), diagnostics: list(2, Diagnostic) }),
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
  request: message({
    typeName: one(1, 'string'),
    currentState: one(2, DynamicValue),
    private: one(3, 'bytes'),
  }),
  response: message({
    newState: one(1, DynamicValue),
    diagnostics: list(2, Diagnostic),
    private: one(3, 'bytes'),
    newIdentity: one(5, ResourceIdentity),
  }),
};

export const PlanResourceChange = {
  request: message({
    typeName: one(1, 'string'),
    priorState: one(2, DynamicValue),
    proposedNewState: one(3, DynamicValue),
    config: one(4, DynamicValue),
    priorPrivate: one(5, 'bytes'),
  }),
  response: message({
    plannedState: one(1, DynamicValue),
    requiresReplace: list(2, AttributePath),
    plannedPrivate: one(3, 'bytes'),
    diagnostics: list(4, Diagnostic),
    plannedIdentity: one(7, ResourceIdentity),
  }),
};

export const ApplyResourceChange = {
  request: message({
    typeName: one(1, 'string'),
    priorState: one(2, DynamicValue),
    plannedState: one(3, DynamicValue),
    plannedPrivate: one(5, 'bytes'),
  }),
  response: message({
    newState: one(1, DynamicValue),
    private: one(2, 'bytes'),
    diagnostics: list(3, Diagnostic),
    newIdentity: one(5, ResourceIdentity),
  }),
};

export const ImportResourceState = {
  request: message({
    typeName: one(1, 'string'),
    id: one(2, 'string'),
    identity: one(4, ResourceIdentity),
  }),
  response: message({
    importedResources: list(
      1,
      message({
        typeName: one(1, 'string'),
        state: one(2, DynamicValue),
        identity: one(4, ResourceIdentity),
      }),
    ),
    diagnostics: list(2, Diagnostic),
  }),
};

export const StopProvider = {
  request: Empty,
  response: message({ error: one(1, 'string') }),
};

/**
 * The messages of Terraform's plugin protocol 6 that this provider reads or writes, as field numbers. Fields we
 * neither read nor write are left out: readers skip what they do not know.
 * Source of the numbers: hashicorp/terraform, docs/plugin-protocol/tfplugin6.9.proto, of which 6.9 brought
 * identities; who speaks an older version skips what it does not know.
 */
import { defineMessage, mapField, repeatedField, singleField } from './protobuf.ts';

/** Path prefix of every method of the service. */
export const SERVICE = '/tfplugin6.Provider/';

/** A value of Terraform's type system: MessagePack in practice, JSON by permission. */
export const DynamicValue = defineMessage({
  msgpack: singleField(1, 'bytes'),
  json: singleField(2, 'bytes'),
});

/** Exactly one of the two is present. */
const Step = defineMessage({ attributeName: singleField(1, 'string'), elementKey: singleField(2, 'string') });
export const AttributePath = defineMessage({ steps: repeatedField(1, Step) });

/** Severity: 1 error, 2 warning. */
export const DiagnosticMessage = defineMessage({
  severity: singleField(1, 'int'),
  summary: singleField(2, 'string'),
  detail: singleField(3, 'string'),
  attribute: singleField(4, AttributePath),
});

/** `type` is JSON: `"string"`, `["map","string"]`. */
export const SchemaAttribute = defineMessage({
  name: singleField(1, 'string'),
  type: singleField(2, 'bytes'),
  description: singleField(3, 'string'),
  required: singleField(4, 'bool'),
  optional: singleField(5, 'bool'),
  computed: singleField(6, 'bool'),
  sensitive: singleField(7, 'bool'),
  descriptionKind: singleField(8, 'int'),
  deprecated: singleField(9, 'bool'),
});

export const SchemaBlock = defineMessage({
  version: singleField(1, 'int'),
  attributes: repeatedField(2, SchemaAttribute),
  description: singleField(4, 'string'),
  descriptionKind: singleField(5, 'int'),
});

export const Schema = defineMessage({ version: singleField(1, 'int'), block: singleField(2, SchemaBlock) });

const ServerCapabilities = defineMessage({
  planDestroy: singleField(1, 'bool'),
  getProviderSchemaOptional: singleField(2, 'bool'),
});

const Empty = defineMessage({});

const ResourceIdentity = defineMessage({ data: singleField(1, DynamicValue) });

const IdentitySchema = defineMessage({
  version: singleField(1, 'int'),
  attributes: repeatedField(
    2,
    defineMessage({
      name: singleField(1, 'string'),
      type: singleField(2, 'bytes'),
      requiredForImport: singleField(3, 'bool'),
      optionalForImport: singleField(4, 'bool'),
      description: singleField(5, 'string'),
    }),
  ),
});

/** `type` is JSON, as an attribute's. */
const FunctionParameter = defineMessage({
  name: singleField(1, 'string'),
  type: singleField(2, 'bytes'),
  description: singleField(5, 'string'),
});

export const FunctionSignature = defineMessage({
  parameters: repeatedField(1, FunctionParameter),
  return: singleField(3, defineMessage({ type: singleField(1, 'bytes') })),
  summary: singleField(4, 'string'),
  description: singleField(5, 'string'),
});

export const GetMetadata = {
  request: Empty,
  response: defineMessage({
    serverCapabilities: singleField(1, ServerCapabilities),
    diagnostics: repeatedField(2, DiagnosticMessage),
    dataSources: repeatedField(3, defineMessage({ typeName: singleField(1, 'string') })),
    resources: repeatedField(4, defineMessage({ typeName: singleField(1, 'string') })),
    functions: repeatedField(5, defineMessage({ name: singleField(1, 'string') })),
  }),
};

export const GetProviderSchema = {
  request: Empty,
  response: defineMessage({
    provider: singleField(1, Schema),
    resourceSchemas: mapField(2, Schema),
    dataSourceSchemas: mapField(3, Schema),
    diagnostics: repeatedField(4, DiagnosticMessage),
    serverCapabilities: singleField(6, ServerCapabilities),
    functions: mapField(7, FunctionSignature),
  }),
};

export const GetFunctions = {
  request: Empty,
  response: defineMessage({
    functions: mapField(1, FunctionSignature),
    diagnostics: repeatedField(2, DiagnosticMessage),
  }),
};

export const CallFunction = {
  request: defineMessage({ name: singleField(1, 'string'), arguments: repeatedField(2, DynamicValue) }),
  response: defineMessage({
    result: singleField(1, DynamicValue),
    error: singleField(2, defineMessage({ text: singleField(1, 'string'), argument: singleField(2, 'int') })),
  }),
};

export const GetResourceIdentitySchemas = {
  request: Empty,
  response: defineMessage({
    schemas: mapField(1, IdentitySchema),
    diagnostics: repeatedField(2, DiagnosticMessage),
  }),
};

export const UpgradeResourceIdentity = {
  request: defineMessage({
    typeName: singleField(1, 'string'),
    version: singleField(2, 'int'),
    rawIdentity: singleField(3, defineMessage({ json: singleField(1, 'bytes') })),
  }),
  response: defineMessage({
    upgradedIdentity: singleField(1, ResourceIdentity),
    diagnostics: repeatedField(2, DiagnosticMessage),
  }),
};

export const ValidateDataResourceConfig = {
  request: defineMessage({ typeName: singleField(1, 'string'), config: singleField(2, DynamicValue) }),
  response: defineMessage({ diagnostics: repeatedField(1, DiagnosticMessage) }),
};

export const ReadDataSource = {
  request: defineMessage({ typeName: singleField(1, 'string'), config: singleField(2, DynamicValue) }),
  response: defineMessage({
    state: singleField(1, DynamicValue),
    diagnostics: repeatedField(2, DiagnosticMessage),
  }),
};

export const ValidateProviderConfig = {
  request: defineMessage({ config: singleField(1, DynamicValue) }),
  response: defineMessage({ diagnostics: repeatedField(2, DiagnosticMessage) }),
};

export const ConfigureProvider = {
  request: defineMessage({
    terraformVersion: singleField(1, 'string'),
    config: singleField(2, DynamicValue),
  }),
  response: defineMessage({ diagnostics: repeatedField(1, DiagnosticMessage) }),
};

export const ValidateResourceConfig = {
  request: defineMessage({ typeName: singleField(1, 'string'), config: singleField(2, DynamicValue) }),
  response: defineMessage({ diagnostics: repeatedField(1, DiagnosticMessage) }),
};

export const UpgradeResourceState = {
  request: defineMessage({
    typeName: singleField(1, 'string'),
    version: singleField(2, 'int'),
    rawState: singleField(3, defineMessage({ json: singleField(1, 'bytes') })),
  }),
  response: defineMessage({
    upgradedState: singleField(1, DynamicValue),
    diagnostics: repeatedField(2, DiagnosticMessage),
  }),
};

export const ReadResource = {
  request: defineMessage({
    typeName: singleField(1, 'string'),
    currentState: singleField(2, DynamicValue),
    private: singleField(3, 'bytes'),
  }),
  response: defineMessage({
    newState: singleField(1, DynamicValue),
    diagnostics: repeatedField(2, DiagnosticMessage),
    private: singleField(3, 'bytes'),
    newIdentity: singleField(5, ResourceIdentity),
  }),
};

export const PlanResourceChange = {
  request: defineMessage({
    typeName: singleField(1, 'string'),
    priorState: singleField(2, DynamicValue),
    proposedNewState: singleField(3, DynamicValue),
    config: singleField(4, DynamicValue),
    priorPrivate: singleField(5, 'bytes'),
  }),
  response: defineMessage({
    plannedState: singleField(1, DynamicValue),
    requiresReplace: repeatedField(2, AttributePath),
    plannedPrivate: singleField(3, 'bytes'),
    diagnostics: repeatedField(4, DiagnosticMessage),
    plannedIdentity: singleField(7, ResourceIdentity),
  }),
};

export const ApplyResourceChange = {
  request: defineMessage({
    typeName: singleField(1, 'string'),
    priorState: singleField(2, DynamicValue),
    plannedState: singleField(3, DynamicValue),
    plannedPrivate: singleField(5, 'bytes'),
  }),
  response: defineMessage({
    newState: singleField(1, DynamicValue),
    private: singleField(2, 'bytes'),
    diagnostics: repeatedField(3, DiagnosticMessage),
    newIdentity: singleField(5, ResourceIdentity),
  }),
};

export const ImportResourceState = {
  request: defineMessage({
    typeName: singleField(1, 'string'),
    id: singleField(2, 'string'),
    identity: singleField(4, ResourceIdentity),
  }),
  response: defineMessage({
    importedResources: repeatedField(
      1,
      defineMessage({
        typeName: singleField(1, 'string'),
        state: singleField(2, DynamicValue),
        identity: singleField(4, ResourceIdentity),
      }),
    ),
    diagnostics: repeatedField(2, DiagnosticMessage),
  }),
};

export const StopProvider = {
  request: Empty,
  response: defineMessage({ error: singleField(1, 'string') }),
};

/** The methods of Terraform's plugin protocol, answered out of a provider definition. */
import type { Connection, Method } from './grpc.ts';
import * as protocol from './messages.ts';
import { hasError, Refusal, thrown, toDiagnostics } from './problem.ts';
import type { ProviderDefinition, RowProblem } from './row.ts';
import { type RowService, rowService } from './rows.ts';
import { toSchema } from './schema.ts';
import { NULL_BYTES, rowCodec } from './value.ts';
import { decode, encode, type Fields, type Message, type Value } from './wire.ts';

const CAPABILITIES = { planDestroy: true, getProviderSchemaOptional: true };

type DynamicBytes = { readonly msgpack?: Uint8Array | undefined } | undefined;

/** Terraform only ever sends MessagePack; nothing at all is the null value. */
function packed(value: DynamicBytes): Uint8Array {
  return value?.msgpack ?? NULL_BYTES;
}

/**
 * Methods by path. Sessions are kept for each connection: two aliases of this provider are two connections to this
 * one server, and must never share a configuration.
 */
export function providerMethods<Session>(
  definition: ProviderDefinition<Session>,
  onStop: () => void,
): ReadonlyMap<string, Method> {
  const sessions = new WeakMap<Connection, Session>();
  const rows = new Map(definition.rows.map((type) => [type.name, rowService(type)]));
  const config = rowCodec('provider', definition.attributes);
  const methods = new Map<string, Method>();

  /** `failed` answers for a handler that throws; without it the exception reaches the transport. */
  function method<Request extends Fields, Response extends Fields>(
    name: string,
    { request, response }: { request: Message<Request>; response: Message<Response> },
    handle: (request: Value<Request>, connection: Connection) => Value<Response> | Promise<Value<Response>>,
    failed: (problems: readonly RowProblem[], request: Value<Request>) => Value<Response>,
  ): void {
    methods.set(protocol.SERVICE + name, async (bytes, connection) => {
      const call = decode(request, bytes);
      try {
        return encode(response, await handle(call, connection));
      } catch (error) {
        const typeName = (call as { readonly typeName?: string }).typeName;
        const doing = typeName === undefined ? name : `${name} of ${typeName}`;
        return encode(response, failed([thrown(error, doing)], call));
      }
    });
  }

  const onlyProblems = (problems: readonly RowProblem[]) => ({ diagnostics: toDiagnostics(problems) });

  function rowsOf(typeName: string | undefined): RowService<Session> {
    const service = rows.get(typeName ?? '');
    if (service !== undefined) return service;
    throw new Refusal('Unknown resource type', `${definition.address} has no resource type "${typeName}".`);
  }

  function sessionOf(connection: Connection): () => Session {
    return () => {
      const session = sessions.get(connection);
      if (session !== undefined) return session;
      const detail = `${definition.address} has not been configured, so it cannot reach its platform.`;
      throw new Refusal('Provider not configured', detail);
    };
  }

  method(
    'GetMetadata',
    protocol.GetMetadata,
    () => ({
      serverCapabilities: CAPABILITIES,
      resources: definition.rows.map(({ name }) => ({ typeName: name })),
    }),
    onlyProblems,
  );

  method(
    'GetProviderSchema',
    protocol.GetProviderSchema,
    () => ({
      provider: toSchema(definition.attributes),
      resourceSchemas: new Map(
        definition.rows.map(({ name, attributes, version, description }) => [
          name,
          toSchema(attributes, version, description),
        ]),
      ),
      serverCapabilities: CAPABILITIES,
    }),
    onlyProblems,
  );

  method('GetFunctions', protocol.GetFunctions, () => ({}), onlyProblems);
  method('ValidateProviderConfig', protocol.ValidateProviderConfig, () => ({}), onlyProblems);

  method(
    'ConfigureProvider',
    protocol.ConfigureProvider,
    async (request, connection) => {
      const { session, problems } = await definition.configure(config.decode(packed(request.config)) ?? {});
      if (session !== null && !hasError(problems)) sessions.set(connection, session);
      return onlyProblems(problems ?? []);
    },
    onlyProblems,
  );

  method(
    'ValidateResourceConfig',
    protocol.ValidateResourceConfig,
    (request) => onlyProblems(rowsOf(request.typeName).validate(packed(request.config))),
    onlyProblems,
  );

  method(
    'UpgradeResourceState',
    protocol.UpgradeResourceState,
    ({ typeName, version, rawState }) => {
      const json = rawState?.json ?? Buffer.from('null');
      return { upgradedState: { msgpack: rowsOf(typeName).upgrade(version ?? 0, json) } };
    },
    onlyProblems,
  );

  method(
    'ReadResource',
    protocol.ReadResource,
    async ({ typeName, currentState }, connection) => {
      const { bytes, problems } = await rowsOf(typeName).read(packed(currentState), sessionOf(connection));
      return { newState: { msgpack: bytes }, diagnostics: toDiagnostics(problems) };
    },
    (problems, { currentState }) => ({ newState: currentState, ...onlyProblems(problems) }),
  );

  method(
    'PlanResourceChange',
    protocol.PlanResourceChange,
    ({ typeName, priorState, proposedNewState }, connection) => {
      const [prior, proposed] = [packed(priorState), packed(proposedNewState)];
      const planned = rowsOf(typeName).plan(prior, proposed, sessionOf(connection));
      return {
        plannedState: { msgpack: planned.bytes },
        requiresReplace: planned.replace.map((name) => ({ steps: [{ attributeName: name }] })),
        diagnostics: toDiagnostics(planned.problems),
      };
    },
    onlyProblems,
  );

  method(
    'ApplyResourceChange',
    protocol.ApplyResourceChange,
    async ({ typeName, priorState, plannedState }, connection) => {
      const [prior, planned] = [packed(priorState), packed(plannedState)];
      const { bytes, problems } = await rowsOf(typeName).apply(prior, planned, sessionOf(connection));
      return { newState: { msgpack: bytes }, diagnostics: toDiagnostics(problems) };
    },
    (problems, { priorState }) => ({ newState: priorState, ...onlyProblems(problems) }),
  );

  method(
    'ImportResourceState',
    protocol.ImportResourceState,
    async ({ typeName = '', id = '' }, connection) => {
      const { bytes, problems } = await rowsOf(typeName).import(id, sessionOf(connection));
      if (hasError(problems)) return onlyProblems(problems ?? []);
      if (bytes === NULL_BYTES) throw new Refusal('Nothing to import', `There is no ${typeName} "${id}".`);
      return {
        importedResources: [{ typeName, state: { msgpack: bytes } }],
        diagnostics: toDiagnostics(problems),
      };
    },
    onlyProblems,
  );

  method(
    'StopProvider',
    protocol.StopProvider,
    () => {
      onStop();
      definition.stop?.();
      return {};
    },
    ([problem]) => ({ error: problem?.detail }),
  );

  return methods;
}

/** The methods of data sources and functions. */
import type { GrpcCaller } from './grpc.ts';
import * as protocol from './messages.ts';
import { msgpackBytes, problemsResponse, type RegisterMethod } from './method-registry.ts';
import type { Message, Value } from './protobuf.ts';
import { RequestRefusal, toDiagnostics } from './protocol-diagnostics.ts';
import { typeBytes } from './provider-schema.ts';
import {
  type DataSourceDefinition,
  FunctionArgumentError,
  type FunctionDefinition,
  type ProviderDefinition,
} from './row.ts';
import { decodeValue, encodeValue, rowCodec } from './row-codec.ts';

type Signature = typeof protocol.FunctionSignature extends Message<infer F> ? Value<F> : never;

export function signatures(functions: readonly FunctionDefinition[] = []): ReadonlyMap<string, Signature> {
  return new Map(
    functions.map((one) => [
      one.name,
      {
        parameters: one.parameters.map(({ name, type, description }) => ({
          name,
          type: typeBytes(type),
          description,
        })),
        return: { type: typeBytes(one.returns) },
        summary: one.summary,
        description: one.description,
      },
    ]),
  );
}

export function dataMethods<Session>(
  definition: ProviderDefinition<Session>,
  method: RegisterMethod,
  sessionOf: (connection: GrpcCaller) => () => Session,
): void {
  const types = new Map(
    definition.data.map((type) => [
      type.name,
      { type, codec: rowCodec(`data ${type.name}`, type.attributes) },
    ]),
  );

  function typeOf(name: string | undefined) {
    const found = name === undefined ? undefined : types.get(name);
    if (found !== undefined) return found;
    throw new RequestRefusal('Unknown data source', `${definition.address} has no data source "${name}".`);
  }

  method(
    'ValidateDataResourceConfig',
    protocol.ValidateDataResourceConfig,
    ({ typeName, config }) => {
      const { type, codec } = typeOf(typeName);
      const row = codec.decode(msgpackBytes(config));
      return problemsResponse(row === null ? [] : type.validate?.(row));
    },
    problemsResponse,
  );

  method(
    'ReadDataSource',
    protocol.ReadDataSource,
    async ({ typeName, config }, connection) => {
      const { type, codec }: { type: DataSourceDefinition<Session>; codec: ReturnType<typeof rowCodec> } =
        typeOf(typeName);
      const row = codec.decodeBlock(msgpackBytes(config));
      const found = await type.read(row, sessionOf(connection)());
      return { state: { msgpack: codec.encode(found.row) }, diagnostics: toDiagnostics(found.problems) };
    },
    (problems, { config }) => ({ state: config, ...problemsResponse(problems) }),
  );

  method(
    'GetFunctions',
    protocol.GetFunctions,
    () => ({ functions: signatures(definition.functions) }),
    problemsResponse,
  );

  method(
    'CallFunction',
    protocol.CallFunction,
    (request) => {
      const found = definition.functions?.find(({ name }) => name === request.name);
      if (found === undefined) return { error: { text: `There is no function "${request.name}".` } };
      const result = found.call(
        (request.arguments ?? []).map((argument) => decodeValue(msgpackBytes(argument))),
      );
      if (result instanceof FunctionArgumentError)
        return { error: { text: result.message, argument: result.argument } };
      return { result: { msgpack: encodeValue(result) } };
    },
    ([problem]) => ({ error: { text: `${problem?.summary}: ${problem?.detail}` } }),
  );
}

/** The methods of data sources and functions. */
import type { Caller } from './grpc.ts';
import * as protocol from './messages.ts';
import { onlyProblems, packed, type Register } from './methods.ts';
import { Refusal, toDiagnostics } from './problem.ts';
import { type DataType, FunctionFault, type FunctionType, type ProviderDefinition } from './row.ts';
import { typeBytes } from './schema.ts';
import { decodeValue, encodeValue, rowCodec } from './value.ts';
import type { Message, Value } from './wire.ts';

type Signature = typeof protocol.FunctionSignature extends Message<infer F> ? Value<F> : never;

export function signatures(functions: readonly FunctionType[] = []): ReadonlyMap<string, Signature> {
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
  method: Register,
  sessionOf: (connection: Caller) => () => Session,
): void {
  const types = new Map(
    (definition.data ?? []).map((type) => [
      type.name,
      { type, codec: rowCodec(`data ${type.name}`, type.attributes) },
    ]),
  );

  function typeOf(name: string | undefined) {
    const found = types.get(name ?? '');
    if (found !== undefined) return found;
    throw new Refusal('Unknown data source', `${definition.address} has no data source "${name}".`);
  }

  method(
    'ValidateDataResourceConfig',
    protocol.ValidateDataResourceConfig,
    ({ typeName, config }) => {
      const { type, codec } = typeOf(typeName);
      const row = codec.decode(packed(config));
      return onlyProblems(row === null ? [] : type.validate?.(row));
    },
    onlyProblems,
  );

  method(
    'ReadDataSource',
    protocol.ReadDataSource,
    async ({ typeName, config }, connection) => {
      const { type, codec }: { type: DataType<Session>; codec: ReturnType<typeof rowCodec> } =
        typeOf(typeName);
      const row = codec.decode(packed(config)) ?? {};
      const found = await type.read(row, sessionOf(connection)());
      return { state: { msgpack: codec.encode(found.row) }, diagnostics: toDiagnostics(found.problems) };
    },
    (problems, { config }) => ({ state: config, ...onlyProblems(problems) }),
  );

  method(
    'GetFunctions',
    protocol.GetFunctions,
    () => ({ functions: signatures(definition.functions) }),
    onlyProblems,
  );

  method(
    'CallFunction',
    protocol.CallFunction,
    (request) => {
      const found = definition.functions?.find(({ name }) => name === request.name);
      if (found === undefined) return { error: { text: `There is no function "${request.name}".` } };
      const result = found.call((request.arguments ?? []).map((argument) => decodeValue(packed(argument))));
      if (result instanceof FunctionFault)
        return { error: { text: result.message, argument: result.argument } };
      return { result: { msgpack: encodeValue(result) } };
    },
    ([problem]) => ({ error: { text: `${problem?.summary}: ${problem?.detail}` } }),
  );
}

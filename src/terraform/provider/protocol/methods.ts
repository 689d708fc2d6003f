/** One method of the service: bytes in, bytes out, and a diagnostic for whatever it throws. */
import type { Caller, Method } from './grpc.ts';
import { SERVICE } from './messages.ts';
import { thrown, toDiagnostics } from './problem.ts';
import type { RowProblem } from './row.ts';
import { NULL_BYTES } from './value.ts';
import { decode, encode, type Fields, type Message, type Value } from './wire.ts';

export type DynamicBytes = { readonly msgpack?: Uint8Array | undefined } | undefined;

/** Terraform only ever sends MessagePack; nothing at all is the null value. */
export function packed(value: DynamicBytes): Uint8Array {
  return value?.msgpack ?? NULL_BYTES;
}

export function onlyProblems(problems: readonly RowProblem[] | undefined) {
  return { diagnostics: toDiagnostics(problems) };
}

/** `failed` answers for a handler that throws; without it the exception reaches the transport. */
export type Register = <Request extends Fields, Response extends Fields>(
  name: string,
  rpc: { request: Message<Request>; response: Message<Response> },
  handle: (request: Value<Request>, connection: Caller) => Value<Response> | Promise<Value<Response>>,
  failed: (problems: readonly RowProblem[], request: Value<Request>) => Value<Response>,
) => void;

export function registerIn(methods: Map<string, Method>): Register {
  return (name, { request, response }, handle, failed) => {
    methods.set(SERVICE + name, async (bytes, connection) => {
      const call = decode(request, bytes);
      try {
        return encode(response, await handle(call, connection));
      } catch (error) {
        const typeName = (call as { readonly typeName?: string }).typeName;
        const doing = typeName === undefined ? name : `${name} of ${typeName}`;
        return encode(response, failed([thrown(error, doing)], call));
      }
    });
  };
}

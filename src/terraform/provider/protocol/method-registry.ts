/** One method of the service: bytes in, bytes out, and a diagnostic for whatever it throws. */
import type { GrpcCaller, GrpcMethod } from './grpc.ts';
import { SERVICE } from './messages.ts';
import { decodeMessage, encodeMessage, type Message, type MessageFields, type Value } from './protobuf.ts';
import { diagnosticOfThrown, toDiagnostics } from './protocol-diagnostics.ts';
import type { RowDiagnostic } from './row.ts';
import { NULL_BYTES } from './row-codec.ts';

export type DynamicBytes = { readonly msgpack?: Uint8Array | undefined } | undefined;

/** Terraform only ever sends MessagePack; nothing at all is the null value. */
export function msgpackBytes(value: DynamicBytes): Uint8Array {
  return value?.msgpack ?? NULL_BYTES;
}

export function problemsResponse(problems: readonly RowDiagnostic[] | undefined) {
  return { diagnostics: toDiagnostics(problems) };
}

/** `failed` answers for a handler that throws; without it the exception reaches the transport. */
export type RegisterMethod = <Request extends MessageFields, Response extends MessageFields>(
  name: string,
  rpc: { request: Message<Request>; response: Message<Response> },
  handle: (request: Value<Request>, connection: GrpcCaller) => Value<Response> | Promise<Value<Response>>,
  failed: (problems: readonly RowDiagnostic[], request: Value<Request>) => Value<Response>,
) => void;

export function registerMethodsIn(methods: Map<string, GrpcMethod>): RegisterMethod {
  return (name, { request, response }, handle, failed) => {
    methods.set(SERVICE + name, async (bytes, connection) => {
      const call = decodeMessage(request, bytes);
      try {
        return encodeMessage(response, await handle(call, connection));
      } catch (error) {
        const typeName = (call as { readonly typeName?: string }).typeName;
        const doing = typeName === undefined ? name : `${name} of ${typeName}`;
        return encodeMessage(response, failed([diagnosticOfThrown(error, doing)], call));
      }
    });
  };
}

/**
 * The provider asked as terraform asks it, in bytes, without a process or a wire between: a whole plan and apply of one
 * block takes milliseconds.
 */
import { expect, onTestFinished } from 'vitest';
import type { GrpcCaller } from '../../../src/terraform/provider/protocol/grpc.ts';
import * as protocol from '../../../src/terraform/provider/protocol/messages.ts';
import {
  decodeMessage,
  encodeMessage,
  type Message,
  type MessageFields,
  type Value,
} from '../../../src/terraform/provider/protocol/protobuf.ts';
import { providerMethods } from '../../../src/terraform/provider/protocol/provider-methods.ts';
import type { Attributes, Row, RowValue } from '../../../src/terraform/provider/protocol/row.ts';
import { rowCodec } from '../../../src/terraform/provider/protocol/row-codec.ts';
import { DATA_SOURCES } from '../../../src/terraform/standalone/data-sources.ts';
import {
  attributesOf,
  COLUMNS,
  type TypeName,
} from '../../../src/terraform/standalone/schema/resource-tables.ts';
import { openPlatformStore } from '../../../src/terraform/standalone/session/bundled-platforms.ts';
import { openConnectorStore } from '../../../src/terraform/standalone/session/connector-store.ts';
import { PROVIDER_ATTRIBUTES } from '../../../src/terraform/standalone/session/provider-settings.ts';
import { standaloneProvider } from '../../../src/terraform/standalone/standalone-provider.ts';
import { PLATFORMS, startTestSandbox, type TestSandboxOptions } from '../../sandbox/start.ts';
import { BUILT } from './stage.ts';

type Rpc<Q extends MessageFields, A extends MessageFields> = { request: Message<Q>; response: Message<A> };
type Told = Value<typeof protocol.DiagnosticMessage extends Message<infer F> ? F : never>;

export interface AskedOptions extends TestSandboxOptions {
  readonly on?: keyof typeof PLATFORMS;
  /** What stands on the way to the sandbox. */
  readonly way?: (url: string) => Promise<string>;
}

/** `error members["dan@x.y"]: Not an e-mail address`. */
export function told(diagnostics: readonly Told[] | undefined): readonly string[] {
  return (diagnostics ?? []).map(({ severity, summary, attribute }) => {
    const place = (attribute?.steps ?? []).map(({ attributeName, elementKey }) =>
      elementKey === undefined ? attributeName : `[${JSON.stringify(elementKey)}]`,
    );
    return `${severity === 1 ? 'error' : 'warning'} ${place.join('')}: ${summary}`;
  });
}

/** A live sandbox and a provider on it; `again` is another process with another read. */
export async function asked({ on = 'atrium', way, ...rest }: AskedOptions = {}) {
  const sandbox = await startTestSandbox({ platformFile: PLATFORMS[on], ...rest });
  onTestFinished(() => sandbox.close());
  const settings: Row = {
    url: way === undefined ? sandbox.url : await way(sandbox.url),
    organization: 'acme',
    platform: on === 'atrium' ? PLATFORMS.atrium : on,
  };

  const start = async () => {
    const definition = standaloneProvider({
      environment: { BYLAW_TOKEN: sandbox.token },
      platforms: openPlatformStore(BUILT),
      connectors: openConnectorStore(BUILT),
      log: () => {},
    });
    const methods = providerMethods(definition, () => {});
    const connection: GrpcCaller = {};
    const ask = async <Q extends MessageFields, A extends MessageFields>(
      name: string,
      rpc: Rpc<Q, A>,
      of: Value<Q>,
    ) => {
      const method = methods.get(`/tfplugin6.Provider/${name}`);
      if (method === undefined) throw new Error(`no method ${name}`);
      return decodeMessage(rpc.response, await method(encodeMessage(rpc.request, of), connection));
    };
    const configured = await ask('ConfigureProvider', protocol.ConfigureProvider, {
      config: pack(PROVIDER_ATTRIBUTES, settings),
    });
    expect(told(configured.diagnostics)).toEqual([]);

    return {
      ask,
      async validate(type: TypeName, config: Row) {
        const { diagnostics } = await ask('ValidateResourceConfig', protocol.ValidateResourceConfig, {
          typeName: type,
          config: pack(attributesOf(type), config),
        });
        return told(diagnostics);
      },
      /** As terraform asks: what is computed and left out is proposed as it was. */
      async plan(type: TypeName, prior: Row | null, config: Row | null) {
        const table = attributesOf(type);
        const proposed =
          config === null
            ? null
            : Object.fromEntries(
                Object.entries(COLUMNS[type]).map(([name, { mode }]): [string, RowValue] => {
                  const written = config[name] ?? null;
                  const kept = written === null && mode.endsWith('computed');
                  return [name, kept ? (prior?.[name] ?? null) : written];
                }),
              );
        const answer = await ask('PlanResourceChange', protocol.PlanResourceChange, {
          typeName: type,
          priorState: pack(table, prior),
          proposedNewState: pack(table, proposed),
          config: pack(table, config),
        });
        return {
          row: unpack(table, answer.plannedState),
          told: told(answer.diagnostics),
          diagnostics: answer.diagnostics ?? [],
        };
      },
      async apply(type: TypeName, prior: Row | null, planned: Row | null) {
        const table = attributesOf(type);
        const answer = await ask('ApplyResourceChange', protocol.ApplyResourceChange, {
          typeName: type,
          priorState: pack(table, prior),
          plannedState: pack(table, planned),
        });
        return {
          row: unpack(table, answer.newState),
          told: told(answer.diagnostics),
          diagnostics: answer.diagnostics ?? [],
        };
      },
      async data(name: string, config: Row) {
        const table = DATA_SOURCES.find((one) => one.name === name)?.attributes ?? {};
        const answer = await ask('ReadDataSource', protocol.ReadDataSource, {
          typeName: name,
          config: pack(table, config),
        });
        return {
          row: unpack(table, answer.state),
          told: told(answer.diagnostics),
          details: (answer.diagnostics ?? []).map(({ detail = '' }) => detail),
        };
      },
    };
  };
  return { sandbox, ...(await start()), again: start };
}

function pack(attributes: Attributes, row: Row | null) {
  return { msgpack: rowCodec('row', attributes).encode(row) };
}

function unpack(attributes: Attributes, value: { readonly msgpack?: Uint8Array | undefined } | undefined) {
  return rowCodec('row', attributes).decode(value?.msgpack ?? new Uint8Array());
}

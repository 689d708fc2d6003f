/**
 * One row type's handlers lifted to bytes. What a handler leaves unchanged goes back as the very bytes that came: it
 * saves the encoding, and cannot introduce a difference.
 */

import { hasError, RequestRefusal } from './protocol-diagnostics.ts';
import { identityService } from './resource-identity.ts';
import { type Row, type RowDiagnostic, type RowResult, type RowTypeDefinition, UNKNOWN } from './row.ts';
import { isNullRow, NULL_BYTES, rowCodec, sameValue } from './row-codec.ts';

export interface BytesResult {
  readonly bytes: Uint8Array;
  readonly problems?: readonly RowDiagnostic[] | undefined;
  /** To be handed to what follows from this. */
  readonly note?: string | undefined;
  readonly identity?: { readonly data: { readonly msgpack: Uint8Array } } | undefined;
}

export interface BytesPlan extends BytesResult {
  /** Attributes whose change needs a new row. */
  readonly replace: readonly string[];
}

/** What terraform asks a plan for. */
export interface PlanProposal {
  readonly prior: Uint8Array;
  readonly proposed: Uint8Array;
  readonly config: Uint8Array;
  /** Of the plan before. */
  readonly note: string | null;
}

/** A way to the session that throws where the provider is not configured: not every call needs one. */
export type SessionOf<Session> = () => Session;

export interface RowService<Session> {
  validate(config: Uint8Array): readonly RowDiagnostic[];
  /** The session is null where nobody configured the provider, who only looks at a state. */
  upgrade(version: number, state: Uint8Array, session: Session | null): Uint8Array;
  read(current: Uint8Array, session: SessionOf<Session>, note: string | null): Promise<BytesResult>;
  plan(planProposal: PlanProposal, session: SessionOf<Session>): BytesPlan;
  apply(
    prior: Uint8Array,
    planned: Uint8Array,
    session: SessionOf<Session>,
    note: string | null,
  ): Promise<BytesResult>;
  import(id: string, session: SessionOf<Session>): Promise<BytesResult>;
  /** The import id for an identity. */
  idOf(identity: Uint8Array, session: SessionOf<Session>): string;
  upgradeIdentity(identity: unknown): Uint8Array;
}

export function rowService<Session>(type: RowTypeDefinition<Session>): RowService<Session> {
  const codec = rowCodec(type.name, type.attributes);
  const identity = identityService(type);
  const names = Object.keys(type.attributes);
  const computed = names.filter((name) => type.attributes[name]?.mode.endsWith('computed'));
  const replacing = names.filter((name) => type.attributes[name]?.replace);

  /** On create a computed attribute is null exactly where the configuration leaves it out. */
  function withUnknowns(proposed: Row): Row {
    const open = computed.filter((name) => proposed[name] === null);
    if (open.length === 0) return proposed;
    return { ...proposed, ...Object.fromEntries(open.map((name) => [name, UNKNOWN])) };
  }

  function changed(prior: Row, planned: Row): readonly string[] {
    return replacing.filter((name) => {
      const attribute = type.attributes[name];
      return attribute && !sameValue(attribute.type, prior[name] ?? null, planned[name] ?? null);
    });
  }

  /** The bytes of a result, which are those of a row it came from where the handler gave that row back. */
  function bytesOf(row: Row | null, ...known: readonly (readonly [Row | null, Uint8Array])[]): Uint8Array {
    for (const [object, bytes] of known) if (row !== null && row === object) return bytes;
    return codec.encode(row);
  }

  function planOf(
    prior: Row | null,
    proposed: Row,
    session: SessionOf<Session>,
    asked: Parameters<NonNullable<RowTypeDefinition<Session>['plan']>>[3],
  ): ReturnType<NonNullable<RowTypeDefinition<Session>['plan']>> {
    return type.plan?.(prior, proposed, session(), asked) ?? { row: proposed };
  }

  return {
    validate(config) {
      if (type.validate === undefined) return [];
      const row = codec.decode(config);
      return row === null ? [] : type.validate(row);
    },

    upgrade(version, json, session) {
      const state: unknown = JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.length).toString());
      const isOld = version < type.version && type.upgrade !== undefined;
      const row = isOld ? (type.upgrade?.(version, state) ?? null) : codec.fromState(state);
      if (row !== null && session !== null) type.known?.(row, session);
      return codec.encode(row);
    },

    async read(bytes, session, kept) {
      const current = codec.decode(bytes);
      if (current === null) return { bytes };
      const { row, problems, note } = await type.read(current, session(), kept);
      return { bytes: bytesOf(row, [current, bytes]), problems, note, identity: identity?.of(row) };
    },

    plan({ prior: priorBytes, proposed: bytes, config, note: given }, session) {
      const unmoved = { bytes, replace: [] };
      if (isNullRow(bytes)) {
        const going = type.planDelete === undefined ? null : codec.decode(priorBytes);
        return going === null ? unmoved : { ...unmoved, ...type.planDelete?.(going, session(), given) };
      }
      const same = Buffer.compare(priorBytes, bytes) === 0;
      if (type.plan === undefined && same) return unmoved;
      const prior = codec.decode(priorBytes);
      const proposed = codec.decode(bytes);
      if (proposed === null) return unmoved;
      const filled = prior === null ? withUnknowns(proposed) : proposed;
      const asked = { config: codec.decodeBlock(config), note: given };
      const { row, problems, note } = planOf(prior, filled, session, asked);
      const replace = prior === null || (same && row === proposed) ? [] : changed(prior, row);
      return {
        bytes: bytesOf(row, [proposed, bytes], [prior, priorBytes]),
        replace,
        problems,
        note,
        identity: identity?.of(row),
      };
    },

    async apply(priorBytes, plannedBytes, session, given) {
      const prior = codec.decode(priorBytes);
      const planned = codec.decode(plannedBytes);
      const change = { prior, planned, note: given };
      const { row, problems, note }: RowResult = await type.apply(change, session());
      if (hasError(problems)) {
        // A create that returned an error and a state would be tainted: the next apply would destroy the row.
        if (prior === null) return { bytes: NULL_BYTES, problems };
        // Losing sight of a row that may still be there is worse than keeping one that is gone: refresh drops that.
        if (row === null) return { bytes: priorBytes, problems, note };
      }
      return {
        bytes: bytesOf(row, [planned, plannedBytes], [prior, priorBytes]),
        problems,
        note,
        identity: identity?.of(row),
      };
    },

    async import(id, session) {
      const { row, problems } = await type.import(id, session());
      return { bytes: codec.encode(row), problems, identity: identity?.of(row) };
    },

    idOf(bytes, session) {
      const given = identity?.codec.decode(bytes);
      if (type.idOf === undefined || !given) {
        throw new RequestRefusal('No identity', `${type.name} is imported by its id.`);
      }
      return type.idOf(given, session());
    },

    upgradeIdentity(raw) {
      if (identity === null) throw new RequestRefusal('No identity', `${type.name} has none.`);
      return identity.codec.encode(identity.codec.fromState(raw));
    },
  };
}

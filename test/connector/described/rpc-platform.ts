/** A small real server that speaks as Zabbix does: one address, methods, whole lists, and errors inside of a 200. */
import { readFileSync } from 'node:fs';
import type { Connection } from '../../../src/connector/connector.ts';
import { onlyDocument, policy } from '../../policy/fixture.ts';
import { connectionTo, must, rawServer } from '../connections.ts';

export const RPC_FILE = readFileSync('schemas/connectors/zabbix.yaml', 'utf8');

const FILE = 'schemas/platforms/zabbix.yaml';
export const zabbix = must(policy.readPlatform(onlyDocument(readFileSync(FILE, 'utf8'), FILE)));

type Row = Record<string, unknown>;

export interface Called {
  readonly method: string;
  readonly params: Row | readonly string[];
  /** Which call of this method it is, from 1. */
  readonly nth: number;
}

export interface RpcRows {
  readonly user: Row[];
  readonly usergroup: Row[];
  readonly role: Row[];
  readonly hostgroup: Row[];
  readonly templategroup: Row[];
}

export interface RpcMeddling {
  /** Before a call is answered. */
  readonly before?: (called: Called, rows: RpcRows) => void;
  /** An answer in place of what would be done; null: it is done. */
  readonly answer?: (called: Called) => Row | null;
  /** What the token is told that it sees. */
  readonly sight?: string;
}

const IDS: Readonly<Record<keyof RpcRows, string>> = {
  user: 'userid',
  usergroup: 'usrgrpid',
  role: 'roleid',
  hostgroup: 'groupid',
  templategroup: 'groupid',
};

export async function rpcPlatform({ before, answer, sight = '1' }: RpcMeddling = {}) {
  const rows: RpcRows = {
    user: [
      { userid: '1', username: 'olivia', roleid: '3' },
      { userid: '2', username: 'ana', roleid: '2' },
      { userid: '3', username: 'bo', roleid: '2' },
    ],
    usergroup: [
      {
        usrgrpid: '7',
        name: 'Crew',
        users: ['2'],
        hosts: [{ id: '4', permission: '3' }],
        plans: [{ id: '8', permission: '2' }],
      },
    ],
    role: [
      { roleid: '3', name: 'Super', type: '3', readonly: '1' },
      { roleid: '2', name: 'Helper', type: '2', readonly: '0' },
      { roleid: '5', name: 'watcher', type: '1', readonly: '0' },
    ],
    hostgroup: [
      { groupid: '4', name: 'Web hosts' },
      { groupid: '5', name: 'vault' },
    ],
    templategroup: [{ groupid: '8', name: 'Plans' }],
  };
  const calls: Called[] = [];
  const isKind = (kind: string): kind is keyof RpcRows => Object.hasOwn(IDS, kind);
  const shown = (kind: keyof RpcRows, row: Row): Row => {
    if (kind === 'user') {
      const own = rows.usergroup.filter(({ users }) => (users as string[]).includes(String(row.userid)));
      return { ...row, usrgrps: own.map(({ usrgrpid }) => ({ usrgrpid })) };
    }
    if (kind !== 'usergroup') return row;
    const { users: _, hosts, plans, ...told } = row;
    return {
      users_status: '0',
      gui_access: '0',
      ...told,
      hostgroup_rights: hosts,
      templategroup_rights: plans,
    };
  };
  let next = 100;
  const done = ({ method, params }: Called): unknown => {
    const [kind = '', verb] = method.split('.');
    if (!isKind(kind)) throw new Error(`no ${method}`);
    const id = IDS[kind];
    if (Array.isArray(params)) {
      for (const gone of params as readonly string[])
        rows[kind].splice(
          rows[kind].findIndex((row) => row[id] === gone),
          1,
        );
      // Rights go with what they are on.
      const rights = kind === 'hostgroup' ? 'hosts' : kind === 'templategroup' ? 'plans' : null;
      for (const group of rights === null ? [] : rows.usergroup) {
        const held = group[String(rights)] as Row[];
        group[String(rights)] = held.filter((right) => !params.includes(String(right.id)));
      }
      return { [`${id}s`]: params };
    }
    const { [`${id}s`]: ids, countOutput, ...given } = params as Row;
    if (verb === 'get') {
      if (countOutput === true) return sight;
      const wanted = ids as readonly string[] | undefined;
      return rows[kind]
        .filter((row) => wanted?.includes(String(row[id])) !== false)
        .map((row) => shown(kind, row));
    }
    const { users, hostgroup_rights: hosts, templategroup_rights: plans, ...plain } = given;
    const written: Row = {
      ...plain,
      ...(users === undefined ? {} : { users: (users as Row[]).map(({ userid }) => userid) }),
      ...(hosts === undefined ? {} : { hosts }),
      ...(plans === undefined ? {} : { plans }),
    };
    if (verb === 'create') {
      next += 1;
      const empty = kind === 'usergroup' ? { users: [], hosts: [], plans: [] } : {};
      rows[kind].push({ [id]: String(next), ...empty, ...written });
      return { [`${id}s`]: [String(next)] };
    }
    const row = rows[kind].find((one) => one[id] === written[id]);
    if (row === undefined) return undefined;
    Object.assign(row, written);
    return { [`${id}s`]: [row[id]] };
  };
  const to = await rawServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, params } = JSON.parse(Buffer.concat(chunks).toString()) as Called;
    const called = { method, params, nth: calls.filter((one) => one.method === method).length + 1 };
    calls.push(called);
    before?.(called, rows);
    const result = answer?.(called) ?? { result: done(called) };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(result.result === undefined ? { error: { code: -32602 }, ...result } : result),
    );
  });
  const connection: Connection = connectionTo(to, zabbix);
  return { connection, rows, calls, changes: () => calls.filter(({ method }) => !method.endsWith('.get')) };
}

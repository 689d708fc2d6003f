/** Live systems in files: one on a disk of memory that can be spoiled. */
import { createHash } from 'node:crypto';
import type { Connection } from '../../../src/connector/connector.ts';
import { groupPath, splitGroupPath } from '../../../src/resource/identifiers.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import type { ContractFault, ContractHarness, LiveSystem, Timing } from '../contract.ts';
import { fastTime } from '../fast-time.ts';
import { lumoauth } from '../platforms.ts';
import { fileConnector } from './file-connector.ts';
import { type Disk, type Store, stored, storeIn, storeText } from './file-store.ts';

const SECRET = 'toy-key-7f3a';
const TIMEOUT = 100;

type Spoils = Partial<Disk> & { readonly lies?: true; readonly hangs?: true };

const never = <T>(): Promise<T> => new Promise(() => {});
const broken = (code: string) => async (): Promise<never> => {
  throw new Error(`${code}, said with ${SECRET}`);
};

/** What is read in place of what is there. */
const READS: Readonly<Record<string, (text: string) => string>> = {
  'nothing at all': () => '',
  'the first half': (text) => text.slice(0, text.length / 2),
  'all but the last sign': (text) => text.slice(0, -1),
  'the last half': (text) => text.slice(text.length / 2),
  'it twice': (text) => text + text,
  'a list': () => '[]',
  null: () => 'null',
  'a number': () => '7',
  'a web page': () => '<!doctype html><p>Log in',
  'a mark before it': (text) => `\ufeff${text}`,
  'NULs in it': (text) => text.replaceAll('acme', 'ac\u0000e'),
  'signs that are none': (text) => text.replaceAll('acme.com', '\ufffd'),
  'an organization without resources': (text) => changed(text, (store) => ({ ...store, resources: [] })),
  'one resource less': (text) => changed(text, (s) => ({ ...s, resources: s.resources.slice(1) })),
  'one resource twice': (text) =>
    changed(text, (s) => ({ ...s, resources: [...s.resources, ...s.resources] })),
  'a group without its people': (text) => text.replace(/"members":\[[^\]]*\]/, '"members":[]'),
  'another revision': (text) => changed(text, (store) => ({ ...store, revision: 0 })),
  'no sum': (text) => text.replace(/,"sum":"[^"]*"/, ''),
  'resources that are no list': (text) => text.replace('"resources":[', '"resources":{},"x":['),
  'another organization': (text) => whole(text, (store) => ({ ...store, organization: 'globex' })),
  'another key': (text) => whole(text, (store) => ({ ...store, key: 'changed' })),
};

/** With the sum of before. */
function changed(text: string, change: (store: Store) => Store): string {
  const read = storeIn(text);
  if ('fault' in read) throw new Error(read.fault);
  const { sum } = JSON.parse(text) as { readonly sum: string };
  return JSON.stringify({ ...change(read.store), sum });
}

/** With a sum that is right. */
function whole(text: string, change: (store: Store) => Store): string {
  const read = storeIn(text);
  if ('fault' in read) throw new Error(read.fault);
  return storeText(change(read.store));
}

function spoilsOf(name: string, disk: Disk): Spoils {
  const reads = READS[name];
  if (reads !== undefined) return { read: async (path) => reads(await disk.read(path)) };
  switch (name) {
    case 'no such file':
      return { read: broken('ENOENT') };
    case 'a disk that cannot be read':
      return { read: broken('EIO') };
    case 'a read that does not end':
      return { read: never };
    case 'a full disk':
      return { write: broken('ENOSPC') };
    case 'written, and an error':
      return {
        write: async (path, text) => {
          await disk.write(path, text);
          await broken('EIO')();
        },
      };
    case 'written, and no end':
      return {
        write: async (path, text) => {
          await disk.write(path, text);
          return never();
        },
      };
    case 'a write that does not end':
      return { write: never };
    default:
      throw new Error(`no fault ${name}`);
  }
}

const FAULTS: readonly ContractFault[] = [
  ...Object.keys(READS).map((name) => ({ name })),
  { name: 'no such file' },
  { name: 'a disk that cannot be read' },
  { name: 'a read that does not end', hangs: true },
  { name: 'a full disk' },
  { name: 'written, and an error' },
  { name: 'written, and no end' },
  { name: 'a write that does not end' },
];

const files = new Map<string, string>();

/** Where all files of all tests are; what is spoiled is told by its path. */
const memory: Disk = {
  read: async (path) => {
    const text = files.get(path);
    if (text === undefined) throw new Error('ENOENT');
    return text;
  },
  write: async (path, text) => {
    files.set(path, text);
  },
};

interface Spoiled {
  readonly spoils: Spoils;
  readonly timing: Timing;
  fitting: number;
  struck: number;
}

const spoiled = new Map<string, Spoiled>();

const PREFIX = 'spoiled:';

/** A path with the prefix is that of the file behind it, through whatever spoils. */
const disk: Disk = {
  read: (path) => through(path, 'read', (from, own) => own.read(from)),
  write: (path, text) => through(path, 'write', (to, own) => own.write(to, text)),
};

function through<T>(
  path: string,
  what: keyof Disk,
  work: (path: string, disk: Disk) => Promise<T>,
): Promise<T> {
  if (!path.startsWith(PREFIX)) return work(path, memory);
  const file = path.slice(PREFIX.length);
  const spoil = spoiled.get(file);
  if (spoil?.spoils[what] === undefined) return work(file, memory);
  spoil.fitting += 1;
  const { nth, times } = spoil.timing;
  if (spoil.fitting < nth || spoil.fitting >= nth + times) return work(file, memory);
  spoil.struck += 1;
  return work(file, { ...memory, ...spoil.spoils });
}

let count = 0;

export const toyHarness: ContractHarness = {
  connector: fileConnector({ disk, time: fastTime() }),
  platform: lumoauth,
  secret: SECRET,
  faults: FAULTS,
  start: async (resources) => {
    count += 1;
    const file = `acme-${count}.json`;
    files.set(file, storeText(storeOf(resources)));
    return systemOf(file);
  },
};

function storeOf(resources: readonly Resource[]): Store {
  const id = (address: string): string => createHash('sha256').update(address).digest('hex').slice(0, 12);
  return {
    organization: 'acme',
    key: SECRET,
    revision: 1,
    resources: resources.map((one) => stored(one, id(one.address), 1)),
    log: [],
  };
}

function systemOf(file: string): LiveSystem {
  const to = (path: string): Connection => ({
    organization: 'acme',
    remote: 'acme',
    settings: { path, 'key-env': 'TOY_KEY' },
    secrets: { 'key-env': SECRET },
    platform: lumoauth,
    timeout: TIMEOUT,
  });
  /** Somebody changes one group in the file. */
  const change = async (
    path: string,
    action: string,
    edit: (attributes: Record<string, unknown>) => Record<string, unknown>,
  ): Promise<void> => {
    const { home, name } = splitGroupPath(path);
    const text = whole(await memory.read(file), (store) => ({
      ...store,
      revision: store.revision + 1,
      resources: store.resources.map((one) =>
        one.type === 'group' && one.attributes.name === name
          ? { ...one, version: one.version + 1, attributes: edit({ ...one.attributes }) }
          : one,
      ),
      log: [
        ...store.log,
        { at: '2027-03-01T12:00:00Z', actor: 'sam', action, address: `group:${groupPath(home, name)}` },
      ],
    }));
    await memory.write(file, text);
  };
  return {
    connection: to(`${PREFIX}${file}`),
    clean: to(file),
    somebody: 'sam',
    rename: (path, name) => change(path, 'group.renamed', (attributes) => ({ ...attributes, name })),
    put: (member, path) =>
      change(path, 'group.member-added', (attributes) => ({
        ...attributes,
        members: [...(attributes.members as readonly string[]), member].sort(),
      })),
    spoil: ({ name }, timing) =>
      void spoiled.set(file, { spoils: spoilsOf(name, memory), timing, fitting: 0, struck: 0 }),
    heal: () => void spoiled.delete(file),
    struck: () => spoiled.get(file)?.struck ?? 0,
  };
}

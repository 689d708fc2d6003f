import { deflateRawSync } from 'node:zlib';
import { encode as pack } from '@msgpack/msgpack';
import { expect, test } from 'vitest';
import {
  defineMessage,
  encodeMessage,
  singleField,
} from '../../../src/terraform/provider/protocol/protobuf.ts';
import { fileInZip } from '../../../src/terraform/run/plan-archive.ts';
import { unexpectedBackend } from '../../../src/terraform/run/plan-backend.ts';
import { zip } from '../../../src/terraform/standalone/package/zip.ts';

const VALUE = defineMessage({ msgpack: singleField(1, 'bytes') });
const BACKEND = defineMessage({
  type: singleField(1, 'string'),
  config: singleField(2, VALUE),
  workspace: singleField(3, 'string'),
});
const PLAN = defineMessage({ backend: singleField(13, BACKEND) });

interface Backend {
  readonly type?: string;
  readonly config?: { readonly msgpack?: Uint8Array };
  readonly workspace?: string;
}

const nothing = { msgpack: pack({ address: null, username: null }) };
const plan = (backend?: Backend): Buffer => Buffer.from(encodeMessage(PLAN, { backend }));
const archive = (...files: readonly (readonly [string, Buffer])[]): Buffer =>
  zip(files.map(([path, bytes]) => ({ path, bytes, executable: false })));
const ours: Backend = { type: 'http', config: nothing, workspace: 'default' };

test.each<readonly [string, Buffer, string | null]>([
  ['our own', archive(['tfstate', Buffer.from('{}')], ['tfplan', plan(ours)]), null],
  ['a file', archive(['tfplan', plan({ ...ours, type: 'local' })]), 'in a backend of type local'],
  [
    'another server',
    archive([
      'tfplan',
      plan({ ...ours, config: { msgpack: pack({ address: 'http://x', username: null }) } }),
    ]),
    'elsewhere: address',
  ],
  ['another workspace', archive(['tfplan', plan({ ...ours, workspace: 'b' })]), 'another workspace'],
  ['no workspace', archive(['tfplan', plan({ type: 'http', config: nothing })]), 'another workspace'],
  ['no backend', archive(['tfplan', plan()]), 'does not say'],
  ['no settings', archive(['tfplan', plan({ type: 'http', workspace: 'default' })]), 'does not say'],
  [
    'settings that are none',
    archive(['tfplan', plan({ ...ours, config: { msgpack: pack(null) } })]),
    'does not say',
  ],
  // What comes later counts for terraform field by field: one that hides behind another is not passed over.
  [
    'two, of which the second says less',
    archive([
      'tfplan',
      Buffer.concat([plan({ ...ours, workspace: 'b' }), plan({ type: 'http', config: nothing })]),
    ]),
    'another workspace',
  ],
  ['what is no message', archive(['tfplan', Buffer.from([0xff, 0xff, 0xff])]), 'does not say'],
  [
    'two plans',
    archive(['tfplan', plan(ours)], ['tfplan', plan({ ...ours, type: 'local' })]),
    'not as terraform',
  ],
  ['no plan', archive(['tfstate', Buffer.from('{}')]), 'not as terraform'],
  ['bytes before', Buffer.concat([Buffer.from('x'), archive(['tfplan', plan(ours)])]), 'not as terraform'],
  ['bytes after', Buffer.concat([archive(['tfplan', plan(ours)]), Buffer.from('x')]), 'not as terraform'],
  ['half of it', archive(['tfplan', plan(ours)]).subarray(0, 60), 'not as terraform'],
  ['nothing', Buffer.alloc(0), 'not as terraform'],
])('a plan file with %s', (_, file, strange) => {
  if (strange === null) expect(unexpectedBackend(file)).toBeNull();
  else expect(unexpectedBackend(file)).toContain(strange);
});

/** A stored file made a deflated one, with what its entry says of the size. */
function deflated(content: Buffer, size: number): Buffer {
  const packed = deflateRawSync(content);
  const file = archive(['tfplan', packed]);
  const entry = file.readUInt32LE(file.length - 6);
  file.writeUInt16LE(8, entry + 10);
  file.writeUInt32LE(size, entry + 24);
  return file;
}

test('a file is inflated to the size that its entry says, and to no other', () => {
  const content = Buffer.from('a'.repeat(5000));
  expect(fileInZip(deflated(content, 5000), 'tfplan')).toEqual(content);
  expect(fileInZip(deflated(content, 4999), 'tfplan')).toBeNull();
  expect(fileInZip(deflated(content, 5001), 'tfplan')).toBeNull();
});

test('any cut or flipped bit is no crash', () => {
  const file = deflated(plan(ours), plan(ours).length);
  for (let at = 0; at < file.length; at += 1) {
    unexpectedBackend(file.subarray(0, at));
    for (const bit of [1, 0x80]) {
      const flipped = Buffer.from(file);
      flipped.writeUInt8((flipped[at] ?? 0) ^ bit, at);
      unexpectedBackend(flipped);
    }
  }
});

/** Scopes are closed from the inside out and opened from the outside in, by both engines. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/command/session/engine.ts';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { modelOf } from '../../../src/resource/organization-model.ts';
import { diagnostic } from '../../../src/source/diagnostic.ts';
import { failure, type Outcome } from '../../../src/source/outcome.ts';
import { vault } from '../../connector/platforms.ts';
import { live } from '../../plan/fixtures.ts';
import { desiredOn } from '../../platform/warden.ts';
import { itWithTerraform } from '../available.ts';
import { EMBEDDED, terraformAt, type World, world } from './harness.ts';

const ENGINES: readonly (readonly [string, typeof itWithTerraform, () => Engine])[] = [
  ['terraform', itWithTerraform, () => terraformAt()],
  ['embedded', it, () => EMBEDDED],
];

const FOUND = [
  live.scope('acme', 'organization', 'acme'),
  live.member('ada@acme.com'),
  live.member('bo@acme.com'),
  live.given('acme', 'member:ada@acme.com', ['owner']),
];

/** East in which there is lab, in which there is desk, and what else is said of each. */
function tree(standing: string, { east = '', inEast = '', desk = '', people = '' } = {}): string {
  return `members: { ada@acme.com: { roles: [owner] }, bo@acme.com: }
units:
  east:
    settings: { standing: ${standing} }${east}
    units:${inEast}
      lab:
        settings: { standing: ${standing} }
        units: { desk: { settings: { standing: ${standing} }${desk} } }${people}
`;
}

const PEOPLE = '\n        members: { bo@acme.com: { roles: [build-viewer] } }';

/** How it went, and in which order the writes came to the platform. */
interface Site extends World {
  readonly asked: string[];
  /** Makes what is there before the test. */
  begin(text: string): Promise<void>;
  /** Whether the platform is strict already. */
  isStrict: boolean;
  /** What else the platform does not take. */
  refused: (write: Write) => boolean;
  /** What it takes and nobody hears of. */
  cutOff: (write: Write) => boolean;
}

/** The platform refuses to close what has something open in it, to open what is in something closed, and to make anything there. */
async function strictWorld(): Promise<Site> {
  const shut = new Map<string, boolean>();
  const asked: string[] = [];
  const site = { asked, refused: (_: Write) => false, cutOff: (_: Write) => false, isStrict: false };
  const isShut = (settings: ReadonlyMap<string, unknown>) => settings.has('standing=shut');
  const isRefused = (write: Write): boolean => {
    if (site.refused(write)) return true;
    if (!site.isStrict) return false;
    if (write.write !== 'update-scope' && write.write !== 'create-scope') return false;
    const [path, settings] =
      write.write === 'update-scope'
        ? [formerly(write.path), write.settings]
        : [write.scope.path, write.scope.settings];
    const above = [...shut].some(([one, closed]) => closed && path.startsWith(`${one}/`));
    const below = [...shut].some(([one, closed]) => !closed && one.startsWith(`${path}/`));
    return (above && (write.write === 'create-scope' || !isShut(settings))) || (below && isShut(settings));
  };
  const through = (writer: LiveWriter): LiveWriter => ({
    ...writer,
    read: async () => {
      const read = await writer.read();
      if (!read.ok) return read;
      shut.clear();
      for (const { attributes } of modelOf(read.value.resources).all('scope'))
        if (attributes.kind === 'unit') shut.set(formerly(attributes.path), isShut(attributes.settings));
      return read;
    },
    write: async (write): Promise<Outcome<null>> => {
      asked.push(said(write));
      if (isRefused(write))
        return failure(diagnostic('connector-refused', `no: ${said(write)}`, { from: 'live', url: 'vault' }));
      // Whoever does not wait for it comes before it.
      if (write.write === 'delete-scope') await pause(400);
      const written = await writer.write(write);
      if (!written.ok) return written;
      if (site.cutOff(write)) {
        const from = { from: 'live', url: 'vault' } as const;
        return failure(diagnostic('connector-unreachable', `cut off: ${said(write)}`, from));
      }
      if (write.write === 'update-scope') shut.set(formerly(write.path), isShut(write.settings));
      if (write.write === 'create-scope') shut.set(write.scope.path, isShut(write.scope.settings));
      if (write.write === 'delete-scope') shut.delete(write.path);
      return written;
    },
  });
  const found = await world('vault', FOUND, through);
  const begin = async (text: string): Promise<void> => {
    const { result, diagnostics } = await found.apply(desiredOn(vault, text), EMBEDDED);
    expect([result, diagnostics]).toEqual(['proven', []]);
    asked.length = 0;
    site.isStrict = true;
  };
  return Object.assign(site, found, { begin });
}

/** By the name that it has until it is renamed. */
function formerly(path: string): string {
  return path.replace('/hall', '/lab');
}

function said(write: Write): string {
  switch (write.write) {
    case 'update-scope':
      return `${write.settings.has('standing=shut') ? 'shut' : 'open'} ${write.path.split('/').at(-1)}`;
    case 'create-scope':
      return `create ${write.scope.path.split('/').at(-1)}`;
    case 'delete-scope':
      return `delete ${write.path.split('/').at(-1)}`;
    default:
      return write.write;
  }
}

const FULL_ATTIC = `
      attic:
        members: { bo@acme.com: { roles: [build-viewer] } }
        groups: { keepers: { members: [bo@acme.com], roles: [signer] } }
        units: { box: { members: { bo@acme.com: { roles: [signer] } }, groups: { keepers: { roles: [build-viewer] } } } }`;

const UNTIL = tree('open');
const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['three are closed', UNTIL, tree('shut'), ['shut desk', 'shut lab', 'shut east']],
  ['three are opened', tree('shut'), UNTIL, ['open east', 'open lab', 'open desk']],
  [
    'the outer one has another title then, by the same write',
    UNTIL,
    tree('shut', { east: '\n    title: The East' }),
    ['shut desk', 'shut lab', 'shut east'],
  ],
  [
    'one of them is renamed then, by the same write',
    UNTIL,
    tree('shut', { east: '', desk: '' }).replace('lab:', 'hall:\n        renamed-from: lab'),
    ['shut desk', 'shut hall', 'shut east'],
  ],
  [
    'one is made in what is closed',
    UNTIL,
    tree('shut', { inEast: '\n      attic: { settings: { standing: shut } }' }),
    ['create attic', 'shut desk', 'shut lab', 'shut east'],
  ],
  [
    'one that is open is deleted in what is closed',
    tree('open', { inEast: '\n      attic:' }),
    tree('shut'),
    ['shut desk', 'shut lab', 'delete attic', 'shut east'],
  ],
  [
    'one in which there is much is deleted in what is closed',
    tree('open', { inEast: FULL_ATTIC }),
    tree('shut'),
    ['shut desk', 'shut lab', 'delete box', 'delete attic', 'shut east'],
  ],
  [
    'something is given in what is closed',
    UNTIL,
    tree('shut', { people: PEOPLE }),
    ['put-assignment', 'shut desk', 'shut lab', 'shut east'],
  ],
];

describe.each(ENGINES)('with the %s engine', (engineName, itWith, engine) => {
  for (const [title, was, is, expected] of CASES) {
    itWith(title, async () => {
      const site = await strictWorld();
      await site.begin(was);
      const done: string[] = [];
      const wanted = desiredOn(vault, is);
      const plan = await site.plan(wanted);
      const applied = await site.apply(wanted, engine(), { plan, onDone: (write) => done.push(said(write)) });
      expect([applied.result, applied.diagnostics]).toEqual(['proven', []]);
      // Terraform deletes first, since no row can stand on one that is gone but the last.
      const deletes = (one: string) => one.startsWith('delete');
      const order =
        engineName === 'embedded'
          ? expected
          : [...expected.filter(deletes), ...expected.filter((one) => !deletes(one))];
      const ofScopes = (one: string) => !['delete-assignment', 'delete-group'].includes(one);
      expect(site.asked.filter(ofScopes)).toEqual(order);
      // Each is told once.
      expect(done.sort()).toEqual(site.asked.sort());
      const again = await site.apply(wanted, engine());
      expect([again.result, again.made]).toEqual(['unchanged', []]);
    });
  }

  // What is around may be taken where the platform is not strict: the embedded engine tries it, terraform begins nothing more.
  for (const [name, tried, after] of [
    ['desk', ['shut desk'], ['shut lab', 'shut east']],
    ['lab', ['shut desk', 'shut lab'], ['shut east']],
  ] as const) {
    itWith(
      `${name} is refused: what is around stays open, and the next apply goes on from there`,
      async () => {
        const site = await strictWorld();
        await site.begin(UNTIL);
        site.refused = (write) => said(write) === `shut ${name}`;
        const wanted = desiredOn(vault, tree('shut'));
        const applied = await site.apply(wanted, engine());
        const vain = engineName === 'embedded' ? after : [];
        expect(site.asked).toEqual([...tried, ...vain]);
        expect([applied.result, applied.diagnostics.map(({ code }) => code)]).toEqual([
          'incomplete',
          ['connector-refused', ...vain.map(() => 'connector-refused'), 'apply-incomplete'],
        ]);
        expect(applied.made.map(said)).toEqual(tried.slice(0, -1));
        site.asked.length = 0;
        site.refused = () => false;
        expect((await site.apply(wanted, engine())).result).toBe('proven');
        expect(site.asked).toEqual(['shut desk', 'shut lab', 'shut east'].slice(tried.length - 1));
      },
    );
  }

  itWith('Ctrl-C after the first: nothing more is begun, and the next apply finishes the work', async () => {
    const site = await strictWorld();
    await site.begin(UNTIL);
    const wanted = desiredOn(vault, tree('shut'));
    let isStopped = false;
    const applied = await site.apply(wanted, engine(), {
      onDone: () => {
        isStopped = true;
      },
      stopped: () => isStopped,
    });
    expect(applied.result).toBe(engineName === 'embedded' ? 'incomplete' : 'proven');
    // Terraform ends what it has begun: the row in which all closings are.
    const begun = engineName === 'embedded' ? ['shut desk'] : site.asked;
    expect([site.asked, applied.made.map(said)]).toEqual([begun, begun]);
    const left = ['shut desk', 'shut lab', 'shut east'].slice(begun.length);
    site.asked.length = 0;
    const again = await site.apply(wanted, engine());
    expect([again.result, site.asked]).toEqual([left.length === 0 ? 'unchanged' : 'proven', left]);
  });

  itWith(
    'cut off after the first: nothing more is begun, and the next apply goes on from there',
    async () => {
      const site = await strictWorld();
      await site.begin(UNTIL);
      site.cutOff = (write) => said(write) === 'shut desk';
      const wanted = desiredOn(vault, tree('shut'));
      const applied = await site.apply(wanted, engine());
      expect([site.asked, applied.result]).toEqual([['shut desk'], 'incomplete']);
      site.asked.length = 0;
      site.cutOff = () => false;
      expect((await site.apply(wanted, engine())).result).toBe('proven');
      expect(site.asked).toEqual(['shut lab', 'shut east']);
    },
  );
});

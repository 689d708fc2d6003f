import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { NAMES, platformNamed, shipped } from '../platform/shipped.ts';
import { check, schemaOfPlatform, schemaOfWorkspace, validator } from './editor.ts';
import { documentsOf, got, onlyDocument, PLATFORMS, policy } from './fixture.ts';

/** Fixed, so that a failure here is a failure everywhere; EDITOR_SEED and EDITOR_RUNS look further. */
const SEED = Number(process.env.EDITOR_SEED ?? 20264);
const RUNS = Number(process.env.EDITOR_RUNS ?? 200);

const HEAD = { apiVersion: 'bylaw/v1', kind: 'Organization', name: 'acme' };
const atriumFile = 'test/fixtures/platforms/atrium.yaml';
const atrium = got(policy.readPlatform(onlyDocument(readFileSync(atriumFile, 'utf8'), atriumFile)));
const known: ReadonlyMap<string, PlatformDefinition> = new Map([
  ...shipped,
  ...PLATFORMS,
  [atrium.name, atrium],
]);

const ATRIUM = `platform: atrium
roles: { tester: { permissions: [build:view] } }
members: { ada@acme.example: { roles: [owner] }, Bob@acme.example: { roles: { build: build-viewer } }, cy@acme.example: }
groups: { crew: { members: [ada@acme.example, bob@acme.example], groups: [night], roles: [steward] }, night: { members: [cy@acme.example] } }
units: { emea: { groups: { crew: { roles: [tester] } }, workspaces: { checkout: { groups: { night: { roles: [editor] } } } } } }
`;
const NESTED_BODY = `platform: nested
members: { ana@acme.example: , Bo@acme.example: { roles: [viewer] } }
roles: { helper: { permissions: [documents:read], includes: [viewer] } }
groups: { qa: { members: [ana@acme.example, bo@acme.example], groups: [sub] }, sub: , gone: { absent: true } }
units: { a: { members: { ana@acme.example: { roles: [editor] } }, groups: { qa: { roles: [helper] }, gone: { absent: true } }, units: { b: } } }
`;
const MODULAR_BODY = `platform: modular
members: { Ana: { roles: { build: operator } }, bo: { state: deactivated } }
sub-organizations: { m: { groups: { devs: { members: [bo], permissions: ["builds:*"] } }, members: { Ana: { roles: [signer] } } } }
`;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

/** Whole documents to begin with: every file of every example, and small ones of platforms with everything in them. */
const BEGINNINGS: readonly Json[] = [
  ...[ATRIUM, NESTED_BODY, MODULAR_BODY, ...NAMES.map((name) => bodyOf(name))].map((body) => ({
    ...HEAD,
    ...(onlyDocument(body).value as { [key: string]: Json }),
  })),
  ...NAMES.map((name) => {
    const files = readdirSync(`examples/${name}/access`).map((file) => `examples/${name}/access/${file}`);
    const parts = files.flatMap((file) => documentsOf(readFileSync(file, 'utf8'), file));
    const bodies = parts.map(({ value }) => value as { readonly [key: string]: Json });
    return Object.assign({}, ...bodies.filter(({ kind }) => kind === 'Organization')) as Json;
  }),
];

function bodyOf(name: string): string {
  return `platform: ${name}\n${platformNamed(name).example ?? ''}`;
}

function pathsOf(value: Json, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries: (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((item: Json, index) => [index, item] as const)
    : Object.entries(value);
  return [at, ...entries.flatMap(([key, below]) => pathsOf(below, [...at, key]))];
}

function valueAt(value: Json | undefined, [key, ...rest]: Path): Json | undefined {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  return valueAt((value as { readonly [key: string]: Json })[key], rest);
}

/** The value with what is at the path made anew; undefined takes it away, a new key renames it. */
function changed(value: Json, [key, ...rest]: Path, to: (old: Json) => Json | undefined, as?: string): Json {
  if (key === undefined) return to(value) ?? null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index) => {
      if (index !== key) return [item];
      if (rest.length > 0) return [changed(item, rest, to, as)];
      const made = to(item);
      return made === undefined ? [] : [made];
    });
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, below]): (readonly [string, Json])[] => {
      if (name !== String(key)) return [[name, below]];
      if (rest.length > 0) return [[name, changed(below, rest, to, as)]];
      const made = to(below);
      return made === undefined ? [] : [[as ?? name, made]];
    }),
  );
}

interface Step {
  readonly where: number;
  readonly from: number;
  readonly word: string;
  readonly how: 'remove' | 'copy' | 'rename' | 'word' | 'null' | 'absent' | 'window' | 'case' | 'add';
}

const WORDS = [
  ...['admin', 'owner', 'viewer', 'editor', 'operator', 'helper', 'qa', 'nobody', 'nobody@acme.example', '*'],
  ...['documents:*', 'documents:read', 'members', 'groups', 'roles', 'units', 'title', 'until', 'build', ''],
];
const anyStep: fc.Arbitrary<Step> = fc.record({
  where: fc.nat(),
  from: fc.nat(),
  word: fc.constantFrom(...WORDS),
  how: fc.constantFrom('remove', 'copy', 'rename', 'word', 'null', 'absent', 'window', 'case', 'add'),
});

/** One thing done to a document, somewhere. */
function stepped(document: Json, { where, from, word, how }: Step): Json {
  const paths = pathsOf(document).slice(1);
  const path = paths[where % Math.max(1, paths.length)] ?? [];
  const other = paths[from % Math.max(1, paths.length)] ?? [];
  const elsewhere = valueAt(document, other) ?? null;
  const swap = (old: Json): Json =>
    typeof old === 'string' ? (from % 2 === 0 ? old.toUpperCase() : old.toLowerCase()) : old;
  switch (how) {
    case 'remove':
      return changed(document, path, () => undefined);
    case 'copy':
      return changed(document, path, () => elsewhere);
    case 'rename': {
      const name = other.at(-1);
      return changed(document, path, (old) => old, typeof name === 'string' ? name : word);
    }
    case 'word':
      return changed(document, path, () => word);
    case 'null':
      return changed(document, path, () => null);
    case 'absent':
      return changed(document, path, () => ({ absent: true }));
    case 'window':
      return changed(document, path, (old) => ({ role: old, member: old, until: '2099-01-01' }));
    case 'case':
      return changed(document, path, swap, String(swap(String(path.at(-1)))));
    case 'add':
      return changed(document, path, (old) =>
        Array.isArray(old)
          ? [...old, elsewhere]
          : typeof old === 'object'
            ? { ...old, [word]: elsewhere }
            : old,
      );
  }
}

const anyDocument: fc.Arbitrary<Json> = fc
  .tuple(fc.constantFrom(...BEGINNINGS), fc.array(anyStep, { minLength: 1, maxLength: 3 }))
  .map(([document, steps]) => steps.reduce(stepped, document));

const alone = new Map([...known].map(([name, platform]) => [name, validator(schemaOfPlatform(platform))]));

it(
  'what the check accepts is valid by the schema of its platform and by that of its workspace',
  () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(anyDocument, (document) => {
        const text = JSON.stringify(document);
        const checked = check(text, known);
        if (checked.accepted === null || checked.accepted.length === 0) {
          refused += 1;
          return;
        }
        accepted += 1;
        const { value } = onlyDocument(text);
        for (const organization of checked.accepted) {
          const validate = alone.get(organization.platform.value);
          expect(validate?.(value) ? [] : validate?.errors).toEqual([]);
        }
        const validate = validator(schemaOfWorkspace(checked.accepted, known));
        expect(validate(value) ? [] : validate.errors).toEqual([]);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect(accepted).toBeGreaterThan(RUNS / 10);
    expect(refused).toBeGreaterThan(RUNS / 10);
  },
  120_000 + RUNS * 500,
);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/source/yaml.ts';
import { got, HEAD, onlyDocument, PLATFORMS, policy, read } from './fixture.ts';

const KEYS = [
  'apiVersion',
  'kind',
  'name',
  'platform',
  'title',
  'authority',
  'roles',
  'members',
  'groups',
  'units',
  'absent',
  'from',
  'until',
  'role',
  'member',
  'permissions',
  'files',
  'organizations',
  'url',
  'scopes',
  '__proto__',
  'constructor',
  'a@b.co',
  '',
];
const WORDS = [
  'bylaw/v1',
  'Organization',
  'Workspace',
  'Platform',
  'acme',
  'nested',
  'full',
  'a@b.co',
  '2027-02-30',
  '2026-01-01',
  '\u0007',
  'admin',
  '*',
  '',
];
const anything = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(...WORDS, null, true, 0, -1, 1e300),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('node'), { maxKeys: 6, noNullPrototype: true }),
  ),
})).node;

/** What stands in a document, wherever it stands: the readers must survive it with reasons, not exceptions. */
describe('any document', () => {
  it('is read or refused with reasons that have places', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('Organization', 'Workspace', 'Platform'), (body, kind) => {
        const isMap = typeof body === 'object' && body !== null && !Array.isArray(body);
        const value = isMap ? { ...body, apiVersion: 'bylaw/v1', kind } : body;
        const yaml = readYaml(JSON.stringify(value), 'f.yaml');
        const documents = yaml.ok ? yaml.value : [];
        for (const document of documents) {
          const outcomes = [
            policy.readOrganizations([document], PLATFORMS),
            policy.readWorkspace(document),
            policy.readPlatform(document),
          ];
          for (const outcome of outcomes) {
            if (!outcome.ok) expect(outcome.diagnostics.length).toBeGreaterThan(0);
            for (const problem of outcome.diagnostics) {
              expect(problem.origin).not.toBeNull();
              expect(problem.message + (problem.hint ?? '')).not.toMatch(/\p{Cc}/u);
            }
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('says the same of the same text', () => {
    const text = `${HEAD}platform: nested\nmembers: { x: , y: , A@b.co: , a@b.co: }\ngroups: { G: { foo: 1, bar: 2 } }\n`;
    expect(read(text)).toEqual(read(text));
  });
});

describe('size', () => {
  it('10,000 members are read and checked', () => {
    const members = Array.from(
      { length: 10_000 },
      (_, i) => `  user${i}@acme.com: { roles: [viewer, editor] }\n`,
    );
    const text = `${HEAD}platform: nested\nmembers:\n${members.join('')}`;
    const [acme] = got(policy.readOrganizations([onlyDocument(text)], PLATFORMS));
    expect(acme?.root.members.length).toBe(10_000);
  });

  it('10,000 faults are each said once', () => {
    const members = Array.from({ length: 10_000 }, (_, i) => `  user${i}: { roles: viewer }\n`);
    const outcome = read(`${HEAD}platform: nested\nmembers:\n${members.join('')}`);
    expect(outcome.diagnostics.length).toBe(20_000);
  });

  it('more faults than a call takes arguments', () => {
    const members = Array.from({ length: 150_000 }, (_, i) => `u${i}:\n`).map((line) => `  ${line}`);
    const outcome = read(`${HEAD}platform: nested\nmembers:\n${members.join('')}`);
    expect(outcome.diagnostics.length).toBe(150_000);
  });

  it('the narrowed schema of a platform is JSON', () => {
    for (const platform of PLATFORMS.values()) {
      const schema = policy.organizationSchema(platform);
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    }
  });
});

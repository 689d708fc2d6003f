import {
  Fn,
  TerraformCount,
  TerraformIterator,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Testing,
  Token,
} from 'cdktf';
import { describe, expect, it } from 'vitest';
import {
  BylawAssignment,
  BylawGroup,
  BylawMember,
  BylawProvider,
  BylawRole,
  BylawRoster,
  BylawScope,
  can,
  DataBylawAccess,
  DataBylawGroup,
  DataBylawMember,
  DataBylawPlatform,
  literal,
} from '../../src/cdktf/index.ts';
import { DATA_SOURCES } from '../../src/terraform/standalone/data-sources.ts';
import { attributesOf, TYPE_NAMES } from '../../src/terraform/standalone/schema/resource-tables.ts';
import { faultOf, newApp, synthesized } from './stacks.ts';

const SETTINGS = { url: 'https://access.acme.com', organization: 'acme', platform: 'oten' };

function stackWith(id = 'access'): TerraformStack {
  const stack = new TerraformStack(newApp(), id);
  new BylawProvider(stack, 'bylaw', SETTINGS);
  return stack;
}

describe('constructs', () => {
  it('write what the provider takes, and name it and its version', () => {
    const stack = stackWith();
    new BylawScope(stack, 'emea', { path: 'acme/units/emea', title: 'EMEA' });
    new BylawRole(stack, 'release', { name: 'release', permissions: ['users:view'], includes: [] });
    new BylawGroup(stack, 'qa', { name: 'qa', members: { 'dan@acme.com': '' }, groups: ['acme/x'] });
    new BylawMember(stack, 'dan', { member: 'dan@acme.com' });
    new BylawAssignment(stack, 'given', { scope: 'acme', principal: 'group:acme/qa', roles: ['editor'] });
    new BylawRoster(stack, 'roster', { scope: 'acme/units/emea', roles: { 'group:acme/qa': 'editor' } });
    new DataBylawAccess(stack, 'who', { scope: 'acme', permission: 'users:view' });
    new DataBylawGroup(stack, 'group', { name: 'qa' });
    new DataBylawMember(stack, 'member', { member: 'dan@acme.com', scope: 'acme' });
    new DataBylawPlatform(stack, 'here');
    const made = synthesized(stack);
    expect(made.resource).toMatchObject({
      bylaw_scope: { emea: { path: 'acme/units/emea', title: 'EMEA' } },
      bylaw_role: { release: { name: 'release', permissions: ['users:view'], includes: [] } },
      bylaw_group: { qa: { name: 'qa', members: { 'dan@acme.com': '' }, groups: ['acme/x'] } },
      bylaw_member: { dan: { member: 'dan@acme.com' } },
      bylaw_assignment: { given: { scope: 'acme', principal: 'group:acme/qa', roles: ['editor'] } },
      bylaw_roster: { roster: { scope: 'acme/units/emea', roles: { 'group:acme/qa': 'editor' } } },
    });
    expect(made.data).toMatchObject({
      bylaw_access: { who: { scope: 'acme', permission: 'users:view' } },
      bylaw_group: { group: { name: 'qa' } },
      bylaw_member: { member: { member: 'dan@acme.com', scope: 'acme' } },
      bylaw_platform: { here: {} },
    });
    expect(Object.keys(made.resource?.bylaw_member?.dan ?? {})).toEqual(['member']);
    expect(made.provider?.bylaw).toEqual([SETTINGS]);
    expect(made.terraform?.required_providers).toEqual({
      bylaw: {
        source: 'registry.terraform.io/bylaw/bylaw',
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      },
    });
  });

  it('refer to each attribute there is by its name in Terraform', () => {
    const stack = stackWith();
    const all = {
      bylaw_scope: new BylawScope(stack, 'scope', { path: 'acme/units/emea' }),
      bylaw_role: new BylawRole(stack, 'role', { name: 'release', permissions: [] }),
      bylaw_group: new BylawGroup(stack, 'group', { name: 'qa' }),
      bylaw_member: new BylawMember(stack, 'member', { member: 'dan@acme.com' }),
      bylaw_assignment: new BylawAssignment(stack, 'a', {
        scope: 'acme',
        principal: 'group:acme/qa',
        roles: [],
      }),
      bylaw_roster: new BylawRoster(stack, 'roster', { scope: 'acme', roles: {} }),
      'data.bylaw_access': new DataBylawAccess(stack, 'access', { scope: 'acme' }),
      'data.bylaw_group': new DataBylawGroup(stack, 'dgroup', { name: 'qa' }),
      'data.bylaw_member': new DataBylawMember(stack, 'dmember', { member: 'dan@acme.com' }),
      'data.bylaw_platform': new DataBylawPlatform(stack, 'platform'),
    };
    const tables = [
      ...TYPE_NAMES.map((name) => [name, attributesOf(name)] as const),
      ...DATA_SOURCES.map(({ name, attributes }) => [`data.${name}`, attributes] as const),
    ];
    expect(Object.keys(all).sort()).toEqual(tables.map(([name]) => name).sort());
    const expected: Record<string, string> = {};
    for (const [type, attributes] of tables) {
      const construct: unknown = new Map<string, unknown>(Object.entries(all)).get(type);
      for (const wire of Object.keys(attributes)) {
        const name = wire.replace(/_(.)/g, (_all, letter: string) => letter.toUpperCase());
        const value: unknown = Reflect.get(Object(construct), name);
        const id = `${type}-${wire}`.replace('.', '-');
        new TerraformOutput(stack, id, { value });
        const block = String(Reflect.get(Object(construct), 'friendlyUniqueId'));
        expected[id] = `\${${type}.${block}.${wire}}`;
      }
    }
    const outputs = Object.entries(synthesized(stack).output ?? {}).map(([id, { value }]) => [id, value]);
    expect(Object.fromEntries(outputs)).toEqual(expected);
  });

  it('take what Terraform knows of any block', () => {
    const stack = stackWith();
    const other = new BylawProvider(stack, 'other', { ...SETTINGS, alias: 'other', tokenEnv: 'OTHER' });
    const people = TerraformIterator.fromList(['dan@acme.com', 'eve@acme.com']);
    const each = new BylawMember(stack, 'each', { forEach: people, member: people.value });
    const group = new BylawGroup(stack, 'qa', {
      name: 'qa',
      provider: other,
      dependsOn: [each],
      lifecycle: { preventDestroy: true, ignoreChanges: ['title'], createBeforeDestroy: true },
    });
    new BylawGroup(stack, 'some', { name: 'some', count: TerraformCount.of(2) });
    group.importFrom('acme/qa', other);
    BylawRole.generateConfigForImport(stack, 'generated', 'acme/release', other);
    const made = synthesized(stack);
    expect(made.resource).toMatchObject({
      bylaw_member: {
        each: { for_each: '${toset(["dan@acme.com", "eve@acme.com"])}', member: '${each.value}' },
      },
      bylaw_group: {
        qa: {
          provider: 'bylaw.other',
          depends_on: ['bylaw_member.each'],
          lifecycle: { prevent_destroy: true, ignore_changes: ['title'], create_before_destroy: true },
        },
        some: { count: 2 },
      },
    });
    expect(made.import).toEqual([
      { to: 'bylaw_group.qa', id: 'acme/qa', provider: 'bylaw.other' },
      { to: 'bylaw_role.generated', id: 'acme/release', provider: 'bylaw.other' },
    ]);
    expect(made.provider?.bylaw[1]).toEqual({ ...SETTINGS, alias: 'other', token_env: 'OTHER' });
  });

  it('take references wherever a value may stand, as keys of a map too', () => {
    const stack = stackWith();
    const url = new TerraformVariable(stack, 'url', {});
    const provider = new BylawProvider(stack, 'by-variable', {
      ...SETTINGS,
      url: url.stringValue,
      alias: 'v',
    });
    const dan = new BylawMember(stack, 'dan', { member: 'dan@acme.com' });
    const role = new BylawRole(stack, 'role', { name: 'release', permissions: ['users:view'] });
    const qa = new BylawGroup(stack, 'qa', { name: 'qa', members: { [dan.member]: '' } });
    new BylawGroup(stack, 'copy', { name: 'copy', members: qa.members });
    new BylawAssignment(stack, 'given', { scope: 'acme', principal: `group:${qa.id}`, roles: [role.name] });
    new BylawRole(stack, 'same', { name: 'same', permissions: role.permissions, provider });
    expect(synthesized(stack).resource).toMatchObject({
      bylaw_group: {
        qa: { members: { '${bylaw_member.dan.member}': '' } },
        copy: { members: '${bylaw_group.qa.members}' },
      },
      bylaw_assignment: {
        given: { principal: 'group:${bylaw_group.qa.id}', roles: ['${bylaw_role.role.name}'] },
      },
      bylaw_role: { same: { permissions: '${bylaw_role.role.permissions}' } },
    });
    // A list where one key should be: said by the library, and not written as nonsense.
    new BylawGroup(stack, 'wrong', { name: 'wrong', members: { [String(role.permissions)]: '' } });
    expect(() => synthesized(stack)).toThrow(/list token/i);
  });

  it('can be written anew, looked at and taken back', () => {
    const stack = stackWith();
    const group = new BylawGroup(stack, 'qa', { name: 'qa', title: 'QA', members: {} });
    group.title = 'Quality';
    group.resetMembers();
    expect([group.titleInput, group.membersInput, group.nameInput]).toEqual(['Quality', undefined, 'qa']);
    const block = synthesized(stack).resource?.bylaw_group?.qa ?? {};
    expect(block).toMatchObject({ title: 'Quality' });
    expect(block).not.toHaveProperty('members');
  });

  it('are written as HCL too', () => {
    const stack = stackWith();
    const group = new BylawGroup(stack, 'qa', {
      name: 'qa',
      members: { 'dan@acme.com': '' },
      groups: ['acme/x'],
    });
    group.importFrom('acme/qa');
    new DataBylawMember(stack, 'dan', { member: 'dan@acme.com' });
    const hcl = String(Testing.synthHcl(stack, true)).replace(/ +/g, ' ').replace(/\n /g, '\n');
    expect(hcl).toContain('provider "bylaw" {\nurl = "https://access.acme.com"');
    expect(hcl).toContain('resource "bylaw_group" "qa" {');
    expect(hcl).toContain('"dan@acme.com" = ""');
    expect(hcl).toContain('groups = [\n"acme/x"\n]');
    expect(hcl).toMatch(/import \{\s+to = bylaw_group\.qa\s+id = "acme\/qa"\s+\}/);
    expect(hcl).toContain('data "bylaw_member" "dan" {');
  });
});

describe('ids', () => {
  it('that the library would strip to equal ones name blocks of their own', () => {
    const stack = stackWith();
    const ids = [
      'ab',
      'a.b',
      'a b',
      'équipe',
      'quipe',
      '日本',
      '中国',
      '1a',
      '-',
      '${x}',
      'a/b',
      'a-b',
      'a_b',
      '👩‍👩‍👧',
      '👩‍👩‍👦',
    ];
    for (const id of ids) new BylawGroup(stack, id, { name: `g${ids.indexOf(id)}` });
    const blocks = synthesized(stack).resource?.bylaw_group ?? {};
    expect(
      Object.values(blocks)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(ids.map((_id, at) => `g${at}`).sort());
    for (const name of Object.keys(blocks)) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
    // What the library names well keeps the name it has.
    for (const id of ['ab', 'quipe', 'a-b', 'a_b']) expect(blocks).toHaveProperty(id);
  });

  it('may be equal between types, and where a name of one’s own makes two equal that is told', () => {
    const stack = stackWith();
    new BylawGroup(stack, 'a.b', { name: 'a' }).overrideLogicalId('qa');
    new BylawGroup(stack, 'qa', { name: 'b' });
    new DataBylawGroup(stack, 'data', { name: 'qa' }).overrideLogicalId('qa');
    const fault = faultOf(() => synthesized(stack));
    expect(fault).toContain('access/a.b and access/qa are both bylaw_group.qa: one of them would be lost.');
    expect(fault.match(/would be lost/g)).toHaveLength(1);
  });

  it('of providers: two blocks under one name are told', () => {
    const stack = stackWith();
    new BylawProvider(stack, 'again', SETTINGS);
    new BylawProvider(stack, 'a1', { ...SETTINGS, alias: 'a' });
    new BylawProvider(stack, 'a2', { ...SETTINGS, alias: 'a' });
    const fault = faultOf(() => synthesized(stack));
    expect(fault).toContain('[access/again] access/bylaw is a provider without an alias as well');
    expect(fault).toContain('[access/a2] access/a1 is a provider with the alias a as well');
  });

  it('a block without a provider is told by the library', () => {
    const stack = new TerraformStack(newApp(), 'access');
    new BylawGroup(stack, 'qa', { name: 'qa' });
    expect(faultOf(() => synthesized(stack))).toContain(
      'Found resources without a matching provider construct',
    );
  });
});

describe('texts to the letter', () => {
  it('and calls of the provider’s function', () => {
    const stack = stackWith();
    const access = new DataBylawAccess(stack, 'all', { scope: 'acme' });
    const dan = new BylawMember(stack, 'dan', { member: literal('${aws_s3.x}') });
    new TerraformOutput(stack, 'plain', { value: can(access, 'dan@acme.com', 'users:view') });
    new TerraformOutput(stack, 'reference', { value: can(access, dan.member, 'users:view') });
    new TerraformOutput(stack, 'map', { value: can({ 'dan@acme.com': 'a:b' }, 'dan@acme.com', 'a:b') });
    new TerraformOutput(stack, 'inside', {
      value: Fn.conditional(can(access, 'a"b\\c', '${x}'), 'yes', 'no'),
    });
    const made = synthesized(stack);
    expect(made.output).toMatchObject({
      plain: { value: '${provider::bylaw::can(data.bylaw_access.all.grants, "dan@acme.com", "users:view")}' },
      reference: {
        value: '${provider::bylaw::can(data.bylaw_access.all.grants, bylaw_member.dan.member, "users:view")}',
      },
      map: { value: '${provider::bylaw::can({"dan@acme.com" = "a:b"}, "dan@acme.com", "a:b")}' },
      inside: {
        value:
          '${provider::bylaw::can(data.bylaw_access.all.grants, "a\\u0022b\\u005cc", "\\u0024{x}") ? "yes" : "no"}',
      },
    });
    expect(made.resource?.bylaw_member?.dan?.member).toBe('${"$"}{aws_s3.x}');
  });

  it('one that looks like somebody’s token stays what it is', () => {
    const stack = stackWith();
    const strangers = new BylawMember(stack, 'stranger', { member: 'eve@acme.com' });
    const token = strangers.member;
    expect(Token.isUnresolved(token)).toBe(true);
    const group = new BylawGroup(stack, 'qa', { name: 'qa', title: literal(token) });
    expect(Token.isUnresolved(group.titleInput)).toBe(false);
    expect(synthesized(stack).resource?.bylaw_group?.qa?.title).toBe(`\${"$"}${token.slice(1)}`);
  });
});

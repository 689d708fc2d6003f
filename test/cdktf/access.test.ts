import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  Aspects,
  LocalBackend,
  S3Backend,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  Testing,
} from 'cdktf';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  Access,
  AccessDocuments,
  AccessRows,
  AccessStack,
  BylawGroup,
  BylawProvider,
} from '../../src/cdktf/index.ts';
import { PLATFORMS } from '../sandbox/start.ts';
import { blockOf, faultOf, newApp, synthesized, temporary, workspaceWith } from './stacks.ts';

const TEAM = `authority: full
roles:
  support: { title: Support, permissions: ["users:write"], includes: [viewer] }
members:
  dan@acme.com:
  eve@acme.com: { roles: [admin] }
  kim@acme.com: { until: 2027-01-31 }
groups:
  qa: { title: QA, members: [dan@acme.com], groups: [mobile], roles: [support] }
  mobile: { members: [eve@acme.com] }
`;

const stackOf = (documents: string, more: object = {}): AccessStack =>
  AccessStack.fromFiles(newApp(), 'access', {
    workspace: workspaceWith(documents),
    at: '2027-01-01',
    ...more,
  });

describe('documents as a stack', () => {
  it('are rows of the provider, what they stand on before them', () => {
    const made = synthesized(stackOf(TEAM));
    expect(made.provider?.bylaw).toEqual([
      {
        connector: 'access-api',
        url: 'http://127.0.0.1:1',
        organization: 'acme',
        platform: 'lumoauth',
      },
    ]);
    const dan = 'bylaw_member.acme_dan_acme_com_';
    expect(blockOf(made, 'bylaw_group', 'acme_qa')).toMatchObject({
      name: 'qa',
      home: 'acme',
      // Flat on the wire of this platform.
      members: { 'dan@acme.com': '', 'eve@acme.com': '' },
      lifecycle: { create_before_destroy: true },
      depends_on: expect.arrayContaining([expect.stringContaining(dan)]),
    });
    expect(blockOf(made, 'bylaw_group', 'acme_qa')).not.toHaveProperty('groups');
    expect(blockOf(made, 'bylaw_roster', 'acme')).toMatchObject({
      scope: 'acme',
      roles: { 'group:acme/qa': 'support', 'member:eve@acme.com': 'admin' },
      depends_on: expect.arrayContaining([
        expect.stringContaining('bylaw_group.acme_qa_'),
        expect.stringContaining('bylaw_member.acme_eve'),
        expect.stringContaining('bylaw_role.acme_support_'),
      ]),
    });
    expect(made.import).toBeUndefined();
    expect(Object.keys(made.resource ?? {})).not.toContain('bylaw_assignment');
  });

  it('that are only declared leave alone what they do not write, and the rest of each scope', () => {
    const declared = `authority: declared
members: { dan@acme.com: , eve@acme.com: { roles: [admin] } }
groups:
  qa: { roles: [editor] }
  empty: { members: [] }
`;
    const made = synthesized(stackOf(declared));
    const { lifecycle: _lifecycle, ...qa } = blockOf(made, 'bylaw_group', 'acme_qa');
    expect(qa).toEqual({ home: 'acme', name: 'qa' });
    expect(blockOf(made, 'bylaw_group', 'acme_empty')).toMatchObject({ members: {} });
    expect(made.resource).not.toHaveProperty('bylaw_roster');
    expect(blockOf(made, 'bylaw_assignment', 'acme_group_acme_qa')).toMatchObject({
      scope: 'acme',
      principal: 'group:acme/qa',
      roles: ['editor'],
      depends_on: [expect.stringContaining('bylaw_group.acme_qa_')],
    });
    expect(blockOf(made, 'bylaw_assignment', 'acme_member_eve_acme_com')).toMatchObject({ roles: ['admin'] });
  });

  it('hold at an instant, which is now when none is given', () => {
    const people = (at?: string | Date) =>
      Object.values(
        synthesized(AccessStack.fromFiles(newApp(), 'access', { workspace: workspaceWith(TEAM), at }))
          .resource?.bylaw_member ?? {},
      ).map(({ member }) => member);
    expect(people('2027-01-31')).toContain('kim@acme.com');
    expect(people('2027-02-01')).not.toContain('kim@acme.com');
    expect(people(new Date('2027-02-01T00:00:00Z'))).not.toContain('kim@acme.com');
    expect(people().includes('kim@acme.com')).toBe(new Date() < new Date('2027-02-01T00:00:00Z'));
    for (const at of ['tomorrow', '2027-13-01', '2027-02-31', new Date(Number.NaN)])
      expect(faultOf(() => people(at))).toMatch(/error\[invalid-date\]: at: .* is not an instant/);
  });

  it('without a workspace go where the app says', () => {
    const folder = join(workspaceWith(TEAM), 'access');
    const provider = { url: 'https://access.acme.com', tokenEnv: 'ACME', remote: 'acme-inc' };
    const made = synthesized(AccessStack.fromFiles(newApp(), 'access', { directory: folder, provider }));
    expect(made.provider?.bylaw).toEqual([
      {
        url: 'https://access.acme.com',
        token_env: 'ACME',
        organization: 'acme',
        remote: 'acme-inc',
        platform: 'lumoauth',
      },
    ]);
    expect(
      faultOf(() => synthesized(AccessStack.fromFiles(newApp(), 'access', { directory: folder }))),
    ).toContain('Nothing says where acme is: write its url in the workspace, or give provider: { url }.');
  });

  it('of a platform of one’s own bring its file along', () => {
    const workspace = workspaceWith('', {
      'bylaw.yaml':
        'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\nplatforms: [platforms/atrium.yaml]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
      'platforms/atrium.yaml': readFileSync(PLATFORMS.atrium, 'utf8'),
      'access/acme.yaml':
        'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: atrium\nauthority: full\nmembers: { dan@acme.com: { roles: [owner] } }\nunits: { emea: { groups: { qa: { members: [dan@acme.com], groups: [mobile] }, mobile: } } }\n',
    });
    const app = newApp();
    AccessStack.fromFiles(app, 'access', { workspace });
    app.synth();
    const folder = join(app.outdir, 'stacks/access');
    const made = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
    const { platform } = made.provider.bylaw[0];
    expect(platform).toMatch(/^assets\/.*\/atrium\.yaml$/);
    expect(readFileSync(join(folder, platform), 'utf8')).toBe(readFileSync(PLATFORMS.atrium, 'utf8'));
    expect(blockOf(made, 'bylaw_group', 'acme_units_emea_qa')).toMatchObject({
      groups: ['acme/units/emea/mobile'],
      members: { 'dan@acme.com': '' },
      depends_on: expect.arrayContaining([
        expect.stringContaining('bylaw_scope.acme_units_emea_'),
        expect.stringContaining('bylaw_group.acme_units_emea_mobile_'),
      ]),
    });
  });

  it('of several organizations stand in one stack, each through a provider of its own, or in a stack each', () => {
    const workspace = workspaceWith(TEAM, {
      'bylaw.yaml':
        'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n  umbrella-corp: { connector: access-api, url: "http://127.0.0.1:2" }\n',
      'access/umbrella.yaml':
        'apiVersion: bylaw/v1\nkind: Organization\nname: umbrella-corp\nplatform: lumoauth\nmembers: { dan@acme.com: }\n',
    });
    const all = AccessStack.fromFiles(newApp(), 'all', { workspace });
    const made = synthesized(all);
    const aliases = made.provider?.bylaw.map(({ alias }) => alias);
    expect(aliases).toEqual(['acme', expect.stringMatching(/^umbrella_corp_[0-9a-f]{10}$/)]);
    expect(blockOf(made, 'bylaw_group', 'acme_qa').provider).toBe('bylaw.acme');
    expect(blockOf(made, 'bylaw_member', 'umbrella_corp_dan_acme_com').provider).toBe(
      `bylaw.${aliases?.[1]}`,
    );
    expect(() => all.access).toThrow('all has acme, umbrella-corp: say which.');
    expect(all.organization('umbrella-corp').rows.size).toBe(1);

    const app = newApp();
    const documents = AccessDocuments.read({ workspace });
    const stacks = documents.organizations.map(
      (organization) => new AccessStack(app, organization, { documents, organization }),
    );
    app.synth();
    expect(stacks.map((stack) => stack.access.rows.size)).toEqual([7, 1]);
    expect(synthesized(new TerraformStack(newApp(), 'x'))).not.toHaveProperty('resource');
  });
});

describe('in somebody’s own app', () => {
  /** A resource of some other provider. */
  const other = (stack: TerraformStack, id: string) =>
    new TerraformResource(stack, id, { terraformResourceType: 'terraform_data' });

  it('rows can be referred to, waited for and made to wait', () => {
    const stack = new TerraformStack(newApp(), 'mine');
    const first = other(stack, 'first');
    const access = Access.fromFiles(stack, 'access', {
      workspace: workspaceWith(TEAM),
      at: '2027-01-01',
      dependsOn: [first],
    });
    const last = new TerraformResource(stack, 'last', {
      terraformResourceType: 'terraform_data',
      dependsOn: [access.group('qa'), access.roster()],
    });
    access.group('mobile').addDependency(access.role('support'));
    expect(last.dependsOn).toHaveLength(2);
    new TerraformOutput(stack, 'qa', { value: access.group('qa').id });
    new TerraformOutput(stack, 'title', { value: `group ${access.group('acme/qa').attribute('title')}` });
    new TerraformOutput(stack, 'who', { value: [...access.whoCan('users:write')] });
    const made = synthesized(stack);
    const qa = access.group('qa').address;
    expect(made.output).toEqual({
      qa: { value: `\${${qa}.id}` },
      title: { value: `group \${${qa}.title}` },
      who: { value: ['dan@acme.com', 'eve@acme.com'] },
    });
    expect(made.resource?.terraform_data?.last?.depends_on).toEqual([qa, access.roster().address]);
    for (const blocks of Object.entries(made.resource ?? {}).filter(([type]) => type !== 'terraform_data'))
      for (const block of Object.values(blocks[1]))
        expect(block.depends_on).toContain('terraform_data.first');
    expect(blockOf(made, 'bylaw_group', 'acme_mobile').depends_on).toContain(access.role('support').address);
    expect(access.member('DAN@acme.com').key).toBe('acme|dan@acme.com');
  });

  it('a reference in a text is an address where Terraform takes nothing else, and what is none is refused', () => {
    const stack = stackOf(TEAM);
    const { access } = stack;
    const g = new BylawGroup(stack, 'g', { name: 'g' });
    const [qa, mobile] = [access.group('qa'), access.group('mobile')];
    const x = other(stack, 'x');
    const own = new BylawGroup(stack, 'own', { name: 'own' });
    for (const given of [qa, own] as const) {
      const triggers = [
        g.fqn,
        g.id,
        g,
        mobile.fqn,
        mobile.id,
        mobile,
        x,
        x.fqn,
        'terraform_data.x',
        '${terraform_data.x}',
      ];
      given.lifecycle = { replaceTriggeredBy: triggers };
      const made = synthesized(stack);
      const block =
        given === qa ? blockOf(made, 'bylaw_group', 'acme_qa') : blockOf(made, 'bylaw_group', 'own');
      expect(block.lifecycle).toMatchObject({
        replace_triggered_by: [
          'bylaw_group.g',
          'bylaw_group.g.id',
          'bylaw_group.g',
          mobile.address,
          `${mobile.address}.id`,
          mobile.address,
          'terraform_data.x',
          'terraform_data.x',
          'terraform_data.x',
          'terraform_data.x',
        ],
      });
    }
    for (const text of [`x ${g.id}`, `${g.id}${g.id}`, 'nothing', '', '${bylaw_group.g', 'a b.c']) {
      for (const given of [qa, own]) {
        given.lifecycle = { replaceTriggeredBy: [text] };
        expect(
          faultOf(() => synthesized(stack)),
          text,
        ).toContain('is nothing that Terraform can depend on');
        given.lifecycle = {};
      }
    }
    const theirs = new BylawGroup(new TerraformStack(newApp(), 'theirs'), 'h', { name: 'h' });
    qa.lifecycle = { replaceTriggeredBy: [theirs.id] };
    expect(faultOf(() => synthesized(stack))).toContain('access cannot depend on a resource of theirs');
    qa.lifecycle = { preventDestory: true } as object;
    expect(faultOf(() => synthesized(stack))).toContain('a row has no preventDestory in its lifecycle');
    qa.lifecycle = {};
    qa.addDependency({ fqn: g.fqn });
    expect(blockOf(synthesized(stack), 'bylaw_group', 'acme_qa').depends_on).toContain('bylaw_group.g');
    access.provider.alias = g.id;
    expect(faultOf(() => synthesized(stack))).toContain('the alias of a provider is a name');
  });

  it('what is no attribute is refused where no type looks', () => {
    const qa = stackOf(TEAM).access.group('qa') as unknown as {
      change(part: object): void;
      attribute(name: string): string;
    };
    expect(() => qa.change({ nonsense: 1 })).toThrow(/there is no attribute "nonsense"\. It has home, name/);
    expect(() => qa.change({ titel: 'x' })).toThrow('Did you mean `title`?');
    expect(() => qa.change({ id: 'acme/qa' })).toThrow(/no attribute "id"/);
    expect(() => qa.attribute('nonsense')).toThrow(/no attribute "nonsense"/);
    expect(qa.attribute('id')).toBeTypeOf('string');
    const stack = new TerraformStack(newApp(), 'mine');
    const nonsense: object = { membrs: {} };
    expect(() => new BylawGroup(stack, 'g', { name: 'g', ...nonsense })).toThrow(
      'mine/g: there is no attribute "membrs". Did you mean `members`?',
    );
  });

  it('another stack can use what rows are, and cannot wait for one without waiting for its stack', () => {
    const app = newApp();
    const stack = AccessStack.fromFiles(app, 'access', { workspace: workspaceWith(TEAM), at: '2027-01-01' });
    const theirs = new TerraformStack(app, 'theirs');
    new LocalBackend(theirs, { path: 'theirs.tfstate' });
    new TerraformOutput(theirs, 'qa', { value: stack.access.group('qa').id });
    app.synth();
    const read = (name: string) =>
      JSON.parse(readFileSync(join(app.outdir, 'stacks', name, 'cdk.tf.json'), 'utf8'));
    expect(read('theirs').output.qa.value).toMatch(/^\$\{data\.terraform_remote_state\..*\.outputs\..*\}$/);
    expect(Object.values(read('access').output)).toEqual([
      { value: `\${${stack.access.group('qa').address}.id}`, sensitive: true },
    ]);
    expect(theirs.dependencies).toEqual([stack]);
    stack.access.group('qa').addDependency(other(theirs, 'far'));
    expect(faultOf(() => synthesized(stack))).toContain('access cannot depend on a resource of theirs');
  });

  it('aspects walk through the rows, change, keep, adopt and remove them', () => {
    const stack = stackOf(TEAM);
    const seen: string[] = [];
    Aspects.of(stack).add({
      visit(node: IConstruct) {
        seen.push(node.node.path);
        if (!AccessRows.isAccessRows(node)) return;
        for (const row of node.of('bylaw_group')) {
          row.change({ title: `[acme] ${row.attributes.title} \${x}` });
          row.lifecycle = { ignoreChanges: ['members'], preventDestroy: true };
        }
        for (const row of node) if (row.type === 'bylaw_roster') row.adopted = true;
        const kim = node.find('bylaw_member', 'acme|kim@acme.com');
        if (kim !== undefined) expect(node.delete(kim)).toBe(true);
      },
    });
    const made = synthesized(stack);
    expect(seen).toEqual(['access', 'access/acme', 'access/acme/provider', 'access/acme/rows']);
    expect(blockOf(made, 'bylaw_group', 'acme_qa')).toMatchObject({
      title: '[acme] QA $${x}',
      lifecycle: { create_before_destroy: true, prevent_destroy: true, ignore_changes: ['members'] },
    });
    expect(made.import).toEqual([{ to: stack.access.roster().address, id: 'acme' }]);
    expect(Object.keys(made.resource?.bylaw_member ?? {})).toHaveLength(2);
  });

  it('a row takes no reference, no other key, and ignores nothing it does not have', () => {
    const stack = stackOf(TEAM);
    const { access } = stack;
    const token = other(stack, 'x').interpolationForAttribute('output').toString();
    const qa = access.group('qa');
    for (const change of [{ title: token }, { members: { [token]: '' } }, { title: `x ${token}` }])
      expect(() => qa.change(change)).toThrow(/is a reference to something else, and rows hold plain text/);
    expect(() => qa.change({ name: 'other' })).toThrow(/identifies the row/);
    qa.lifecycle = { ignoreChanges: ['titel'] };
    expect(faultOf(() => synthesized(stack))).toMatch(/bylaw_group\.acme_qa_\w+ ignores changes of titel/);
  });

  it('a stack keeps its state where somebody says, and else where CDKTF would', () => {
    const backend = (make?: (stack: TerraformStack) => LocalBackend | S3Backend, later = false) => {
      const app = newApp();
      const workspace = workspaceWith(TEAM);
      const stack = AccessStack.fromFiles(app, 'access', { workspace, ...(later ? {} : { backend: make }) });
      if (later) make?.(stack);
      app.synth();
      return JSON.parse(readFileSync(join(app.outdir, 'stacks/access/cdk.tf.json'), 'utf8')).terraform
        .backend;
    };
    const s3 = (stack: TerraformStack) => new S3Backend(stack, { bucket: 'b', key: 'k' });
    expect(backend(s3)).toEqual({ s3: { bucket: 'b', key: 'k' } });
    expect(backend(s3, true)).toEqual({ s3: { bucket: 'b', key: 'k' } });
    const { path } = backend().local;
    expect(path).toMatch(/^\.\.\/.*\/terraform\.access\.tfstate$/);
  });

  it('a provider of one’s own is used', () => {
    const stack = new TerraformStack(newApp(), 'mine');
    const provider = new BylawProvider(stack, 'p', {
      url: 'https://x.acme.com',
      organization: 'acme',
      platform: 'lumoauth',
      alias: 'mine',
    });
    Access.fromFiles(stack, 'access', { workspace: workspaceWith(TEAM), provider });
    const made = synthesized(stack);
    expect(made.provider?.bylaw).toHaveLength(1);
    expect(blockOf(made, 'bylaw_group', 'acme_qa').provider).toBe('bylaw.mine');
  });
});

describe('what is wrong', () => {
  const BROKEN = `members: { dan@acme.com: }
groups:
  qa: { members: [dna@acme.com], roles: [editr] }
`;

  it('fails the synthesis as validations do, all at once and each at its line', () => {
    const app = newApp();
    const stack = AccessStack.fromFiles(app, 'access', { workspace: workspaceWith(BROKEN) });
    // The app goes on as if all were well, and what it does with what is not there is not said instead.
    new TerraformOutput(stack, 'x', { value: stack.access.group('qa').id });
    new BylawGroup(stack, 'own', { name: 'own', dependsOn: [stack.access.member('dan@acme.com')] });
    expect(stack.access.whoCan('users:write')).toEqual([]);
    const fault = faultOf(() => app.synth());
    expect(fault).toMatch(
      /\[access\/access\] .*access\/acme\.yaml:7:19: error\[unknown-member\]: No member is called "dna@acme\.com"\./,
    );
    expect(fault).toMatch(/access\/acme\.yaml:7:42: error\[unknown-role\]: .*"editr"/);
    expect(fault.match(/error\[/g)).toHaveLength(2);
    expect(existsSync(join(app.outdir, 'stacks/access'))).toBe(false);
  });

  it('is not written where validations are skipped', () => {
    const app = new App({ outdir: join(temporary(), 'out'), skipValidation: true });
    const stack = AccessStack.fromFiles(app, 'access', { workspace: workspaceWith(BROKEN) });
    expect(faultOf(() => app.synth())).toContain('error[unknown-member]');
    expect(faultOf(() => Testing.synth(stack))).toContain('error[unknown-member]');
    expect(existsSync(join(app.outdir, 'stacks/access/cdk.tf.json'))).toBe(false);
  });

  it.each([
    ['a: [', /acme\.yaml:\d+:\d+: error\[yaml-syntax\]/],
    ['memebrs: {}', /error\[unknown-key\].*memebrs/],
    ['groups: { QA: }', /error\[invalid-name\]/],
    ['members: { "\u202Ex@acme.com": }', /error\[invalid-member-key\].*\\u\{202e\}/],
  ])('in a document: %s', (documents, expected) => {
    expect(faultOf(() => synthesized(stackOf(documents)))).toMatch(expected);
  });

  it.each<[string, object, RegExp]>([
    ['no workspace', { workspace: '/nowhere' }, /error\[file-unreadable\].*\/nowhere/],
    ['no documents', { directory: '/nowhere', workspace: undefined }, /error\[no-documents\]/],
    [
      'an unknown organization',
      { organization: 'amce' },
      /declare no organization "amce"\. Did you mean `acme`\?/,
    ],
    [
      'an organization of another name',
      { organization: 'zzz' },
      /declare no organization "zzz"\. They declare acme\./,
    ],
  ])('%s', (_name, more, expected) => {
    expect(faultOf(() => synthesized(stackOf(TEAM, more)))).toMatch(expected);
  });

  it('a name that no document has is told with the others, and what is near it', () => {
    const stack = stackOf(TEAM);
    const { access } = stack;
    access.group('qaa');
    access.member('dna@acme.com');
    access.assignment('acme', 'group:acme/qa');
    access.whoCan('users:wirte');
    access.whoCan('users:write', 'acme/units/x');
    stack.organization('other');
    const fault = faultOf(() => synthesized(stack));
    expect(fault).toContain('The documents of acme have no group "qaa". Did you mean `qa`?');
    expect(fault).toContain('have no member "acme|dna@acme.com". Did you mean `acme|dan@acme.com`?');
    expect(fault).toContain('have no assignment "acme|group:acme/qa".');
    expect(fault).toContain('have no permission "users:wirte". Did you mean `users:write`?');
    expect(fault).toContain('have no scope "acme/units/x".');
    expect(fault).toContain('The documents declare no organization "other".');
  });

  it('a reference where only text can be: documents are read before Terraform knows anything', () => {
    const stack = new TerraformStack(newApp(), 'mine');
    const token = new TerraformResource(stack, 'x', {
      terraformResourceType: 'terraform_data',
    }).getStringAttribute('id');
    for (const config of [{ workspace: token }, { directory: token }, { workspace: '.', at: token }])
      expect(() => AccessDocuments.read(config)).toThrow(/is a reference that only Terraform knows/);
    expect(() => stackOf(TEAM, { organization: token })).toThrow(/is a reference that only Terraform knows/);
  });

  it('two stacks of one id, and two of one organization in one place', () => {
    const app = newApp();
    const workspace = workspaceWith(TEAM);
    AccessStack.fromFiles(app, 'one', { workspace });
    expect(() => AccessStack.fromFiles(app, 'one', { workspace })).toThrow(
      /already a Construct with name 'one'/,
    );
    const two = AccessStack.fromFiles(app, 'two', { workspace, provider: { url: 'http://127.0.0.1:1/' } });
    expect(faultOf(() => app.synth())).toContain(
      '[two/acme] one/acme manages acme in the same place: remove one of the two.',
    );
    // A trial and the real one are two places.
    two.access.provider.resetRemote();
    const apart = newApp();
    AccessStack.fromFiles(apart, 'one', { workspace });
    AccessStack.fromFiles(apart, 'trial', { workspace, provider: { url: 'http://127.0.0.1:2' } });
    expect(() => apart.synth()).not.toThrow();
  });

  it('expectations that the documents do not keep, unless they may', () => {
    const workspace = () =>
      workspaceWith(TEAM, {
        'access/expect.yaml':
          'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n  nobody writes users:\n    only-these-can: ["users:write"]\n    members: [dan@acme.com]\n    on: acme\n',
      });
    const fault = faultOf(() =>
      synthesized(AccessStack.fromFiles(newApp(), 'access', { workspace: workspace() })),
    );
    expect(fault).toMatch(/access\/expect\.yaml:5:3: error\[expectation-failed\]: .*nobody writes users/);
    const allowed = AccessStack.fromFiles(newApp(), 'access', {
      workspace: workspace(),
      allowFailedExpectations: true,
    });
    expect(() => synthesized(allowed)).not.toThrow();
    expect(annotations(allowed)).toMatch(/@cdktf\/warn .*warning\[expectation-failed\]/);
  });

  it('a setting of the organization itself, which no block can write: all others have their row', () => {
    const github = (settings: string, authority: string) =>
      workspaceWith('', {
        'access/acme.yaml': `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: github\nauthority: ${authority}\nmembers: { octavia: { roles: [owner] } }\ngroups: { docs: { settings: { privacy: secret }, members: [octavia] } }\n${settings}`,
      });
    const stack = (workspace: string) => AccessStack.fromFiles(newApp(), 'access', { workspace });
    for (const authority of ['full', 'declared']) {
      const refused = stack(github('settings: { base-permission: write }\n', authority));
      expect(faultOf(() => synthesized(refused))).toMatch(
        /access\/acme\.yaml:8:30: error\[beyond-terraform\]: base-permission of organization acme has no block: .*Set it with `bylaw apply`/s,
      );
      const made = synthesized(stack(github('', authority)));
      expect(blockOf(made, 'bylaw_group', 'acme_docs')).toMatchObject({ settings: { privacy: 'secret' } });
      expect(made.resource).not.toHaveProperty('bylaw_scope');
    }
  });

  it('what is only remarkable is an annotation, once', () => {
    const app = newApp();
    const workspace = workspaceWith(`${TEAM}  idle: { members: [] }\n  gone: { absent: true }\n`, {
      'bylaw.yaml':
        'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\nlint: { empty-group: warning }\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
    });
    const documents = AccessDocuments.read({ workspace });
    const one = new AccessStack(app, 'one', { documents });
    const two = new AccessStack(app, 'two', { documents, provider: { url: 'http://127.0.0.1:2' } });
    const said = annotations(one);
    expect(said).toMatch(/@cdktf\/warn .*acme\.yaml:\d+:\d+: warning\[empty-group\]/);
    expect(said).toMatch(/@cdktf\/warn .*warning\[beyond-terraform\]: "group:acme\/gone" is marked absent/);
    expect(said.match(/is marked absent/g)).toHaveLength(1);
    expect(said).toMatch(/@cdktf\/info .*the whole truth about scopes, roles, members, groups/);
    expect(annotations(two)).not.toContain('empty-group');
  });

  it('HCL, which rows are not written in', () => {
    const stack = stackOf(TEAM);
    expect(() => Testing.synthHcl(stack)).toThrow(
      'Rows of documents are written in JSON only: leave hclOutput out.',
    );
  });
});

describe('what people write', () => {
  it('is neither lost nor evaluated', () => {
    const strangers = new TerraformStack(newApp(), 'strangers');
    const secret = new TerraformResource(strangers, 'secret', {
      terraformResourceType: 'terraform_data',
    }).getStringAttribute('output');
    const titles = [
      '${aws_s3.x}',
      '%{ if true }x%{ endif }',
      '$${twice}',
      secret,
      '#{TfToken[TOKEN.0]}',
      '&{TfToken[TOKEN.0]}',
      '${TfToken[nothing.99999]}',
      '-1.8881545897087626e+289',
      '1e5',
      'String Map Token Value',
      '"quoted" \\ back',
      '日本語 équipe 👩‍👩‍👧',
      'null',
      '__proto__',
    ];
    const groups = ['a.b', 'ab', 'a-b', 'a_b', '0'];
    const documents = `authority: full
members: { dan@acme.com: , "équipe@acme.com": , "quipe@acme.com": , "日本@acme.com": , "\${x}@acme.com": }
groups:
${groups.map((name) => `  ${name}: { members: ["\${x}@acme.com"] }\n`).join('')}${titles
  .map(
    (title, at) => `  t${at}: { title: ${JSON.stringify(title)}, description: ${JSON.stringify(title)} }\n`,
  )
  .join('')}`;
    const app = newApp();
    const stack = AccessStack.fromFiles(app, 'access', { workspace: workspaceWith(documents) });
    app.synth();
    const made = JSON.parse(readFileSync(join(app.outdir, 'stacks/access/cdk.tf.json'), 'utf8'));
    const unescaped = (text: unknown) => String(text).replace(/([$%])\1(?=\{)/g, '$1');
    titles.forEach((title, at) => {
      const block = blockOf(made, 'bylaw_group', `acme_t${at}`);
      expect(block['//']).toMatch(/access\/acme\.yaml:\d+:3$/);
      expect(block.title).not.toMatch(/(?<![$%])[$%]\{/);
      expect([unescaped(block.title), unescaped(block.description)]).toEqual([title, title]);
    });
    expect(Object.values<{ name: string }>(made.resource.bylaw_group).map(({ name }) => name)).toEqual(
      expect.arrayContaining(groups),
    );
    expect(Object.keys(made.resource.bylaw_group)).toHaveLength(groups.length + titles.length);
    expect(Object.keys(made.resource.bylaw_member)).toHaveLength(5);
    for (const name of groups) {
      const row = stack.access.group(name);
      expect(made.resource.bylaw_group[row.name]).toMatchObject({ name, members: { '$${x}@acme.com': '' } });
    }
  });
});

function annotations(stack: TerraformStack): string {
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type.startsWith('@cdktf/'))
    .map(({ type, data }) => `${type} ${String(data)}`)
    .join('\n');
}

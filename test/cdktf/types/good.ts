/** What an app may write. Compiled against the built package, as strictly as TypeScript can. */
import {
  Access,
  AccessDocuments,
  type AccessRow,
  AccessRows,
  AccessStack,
  BylawAssignment,
  BylawGroup,
  type BylawGroupConfig,
  BylawMember,
  BylawProvider,
  BylawRole,
  BylawRoster,
  BylawScope,
  can,
  DataBylawAccess,
  DataBylawPlatform,
  literal,
} from 'bylaw/cdktf';
import { App, Aspects, S3Backend, TerraformIterator, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';

const app = new App();

class Mine extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const provider = new BylawProvider(this, 'p', {
      url: 'https://x',
      organization: 'acme',
      platform: 'oten',
    });
    const dan = new BylawMember(this, 'dan', { member: 'dan@acme.com', state: undefined, provider });
    const people = TerraformIterator.fromList(['eve@acme.com']);
    new BylawMember(this, 'people', { forEach: people, member: people.value });
    const config: BylawGroupConfig = {
      name: 'qa',
      members: { [dan.member]: '' },
      lifecycle: { preventDestroy: true, ignoreChanges: ['title'] },
    };
    const qa = new BylawGroup(this, 'qa', config);
    qa.title = literal('${x}');
    qa.resetTitle();
    const copied: { [key: string]: string } = qa.members;
    new BylawGroup(this, 'copy', { name: 'copy', members: copied, dependsOn: [qa] });
    qa.importFrom('acme/qa');
    const emea = new BylawScope(this, 'emea', { path: 'acme/units/emea' });
    const role = new BylawRole(this, 'role', { name: 'r', permissions: ['users:view'] as const });
    new BylawAssignment(this, 'a', { scope: emea.path, principal: `group:${qa.id}`, roles: [role.name] });
    new BylawRoster(this, 'r', { scope: 'acme', roles: { 'group:acme/qa': 'editor' } });
    const all = new DataBylawAccess(this, 'all', { scope: 'acme' });
    const one: string = all.grants.lookup('dan@acme.com');
    new TerraformOutput(this, 'o', { value: [can(all, dan.member, 'users:view'), one, all.allowed] });
    new DataBylawPlatform(this, 'here');
    new DataBylawPlatform(this, 'there', { dependsOn: [qa] });
    const access = Access.fromFiles(this, 'access', { workspace: '.', provider, dependsOn: [qa] });
    const row: AccessRow<'bylaw_group'> = access.group('qa');
    row.change({ title: 'x', members: {} });
    const title: string | undefined = row.attributes.title;
    row.attribute('title');
    row.addDependency(role, access.roster());
    row.lifecycle = { ignoreChanges: 'all' };
    new TerraformOutput(this, 'p', { value: `${title} ${access.whoCan('users:view').join()}` });
    for (const each of access.rows.of('bylaw_roster')) each.change({ roles: {} });
  }
}

new Mine(app, 'mine');
const stack = AccessStack.fromFiles(app, 'access', {
  directory: 'access',
  at: new Date(),
  provider: { url: 'https://x', tokenEnv: 'X' },
  backend: (own) => new S3Backend(own, { bucket: 'b', key: 'k' }),
});
new AccessStack(app, 'again', { documents: AccessDocuments.read({ workspace: '.' }), organization: 'acme' });
Aspects.of(stack).add({
  visit(node: IConstruct) {
    if (AccessRows.isAccessRows(node)) for (const row of node) row.adopted = row.type === 'bylaw_roster';
  },
});
export const tree: Construct = stack.access;

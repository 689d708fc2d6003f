// @ts-check
/**
 * Somebody's own CDKTF app. One stack is made of documents alone; in the other, documents and constructs of the app
 * stand beside each other. `cdktf diff` and `cdktf deploy` run it, or `node main.mjs` and terraform in `cdktf.out`.
 */
import { AccessDocuments, AccessRows, AccessStack, BylawGroup, can, DataBylawAccess } from 'bylaw/cdktf';
import { App, Aspects, TerraformOutput } from 'cdktf';

const app = new App();
const documents = AccessDocuments.read({ workspace: '.' });

const signIn = new AccessStack(app, 'sign-in', { documents, organization: 'acme' });
const { access } = signIn;

// What nobody wants to lose by a slip in a file: Terraform refuses to destroy it.
access.role('support').lifecycle = { preventDestroy: process.env.TEAR_DOWN !== 'yes' };

// A group of this app's own, which waits for one that is written, and who is in it by name.
new BylawGroup(signIn, 'on-call', {
  name: 'on-call',
  title: 'On call this week',
  members: { [access.member('dan@acme.example').attribute('member')]: '' },
  dependsOn: [access.group('platform')],
});

const live = new DataBylawAccess(signIn, 'live', { scope: 'acme', dependsOn: [...access.rows] });
new TerraformOutput(signIn, 'platform-group', { value: access.group('platform').id });
new TerraformOutput(signIn, 'gives-roles', { value: [...access.whoCan('roles:assign')] });
new TerraformOutput(signIn, 'dan-gives-roles', { value: can(live, 'dan@acme.example', 'roles:assign') });

const rules = new AccessStack(app, 'rules', { documents, organization: 'lendwell' });
new TerraformOutput(rules, 'analysts', {
  value: rules.access.group('lendwell/projects/pricing/analysts').id,
});

// A rule of the house, for all that any document asks for: titles say whose they are. (CDKTF visits what is below a
// stack, so an aspect is added to each.)
const asCode = {
  /** @param {import('constructs').IConstruct} node */
  visit(node) {
    if (!AccessRows.isAccessRows(node)) return;
    for (const row of node.of('bylaw_group')) row.change({ title: `${row.attributes.title} (as code)` });
  },
};
for (const stack of [signIn, rules]) Aspects.of(stack).add(asCode);

app.synth();

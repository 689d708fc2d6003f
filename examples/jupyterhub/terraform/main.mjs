// @ts-check
/** The same as `main.tf` beside it, as a CDKTF app: `node main.mjs`, and terraform in `cdktf.out/stacks/lab`. */
import { BylawGroup, BylawMember, BylawProvider } from 'bylaw/cdktf';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'lab');
new BylawProvider(stack, 'bylaw', {
  // Its connector file comes with the provider. Of a file of your own, give the whole path.
  connector: 'jupyterhub',
  url: process.env.JUPYTERHUB_URL ?? 'http://127.0.0.1:8081',
  organization: 'lab',
  platform: 'jupyterhub',
});
const people = ['rosa', 'sam'].map((member) => new BylawMember(stack, member, { member }));
new BylawGroup(stack, 'biology', {
  name: 'biology',
  members: Object.fromEntries(people.map(({ member }) => [member, ''])),
});
app.synth();

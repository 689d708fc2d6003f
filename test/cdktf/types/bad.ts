/** What does not compile. Each line is wrong in one way, and would be an error of this file if it were right. */
import {
  Access,
  AccessDocuments,
  AccessStack,
  BylawGroup,
  BylawMember,
  BylawProvider,
  BylawRoster,
  can,
  DataBylawAccess,
} from 'bylaw/cdktf';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'x');

// @ts-expect-error a group has a name
new BylawGroup(stack, '1', {});
// @ts-expect-error a slip
new BylawGroup(stack, '2', { name: 'qa', titel: 'QA' });
// @ts-expect-error members are a map
new BylawGroup(stack, '3', { name: 'qa', members: ['dan@acme.com'] });
// @ts-expect-error what the provider computes is not written
new BylawMember(stack, '4', { member: 'dan@acme.com', id: 'x' });
// @ts-expect-error roles of a roster are text
new BylawRoster(stack, '5', { scope: 'acme', roles: { 'group:acme/qa': ['editor'] } });
// @ts-expect-error a provider knows whose access it is
new BylawProvider(stack, '6', { url: 'x', platform: 'oten' });
// @ts-expect-error the token is named, never given
new BylawProvider(stack, '7', { url: 'x', organization: 'acme', platform: 'oten', token: 'secret' });
// @ts-expect-error a scope is asked about
new DataBylawAccess(stack, '8', {});
const group = new BylawGroup(stack, '9', { name: 'qa' });
// @ts-expect-error an id is computed
group.id = 'x';
// @ts-expect-error what is required is not left out
group.resetName();
// @ts-expect-error documents are in a workspace or in a directory
AccessDocuments.read({});
// @ts-expect-error and not in both
AccessDocuments.read({ workspace: '.', directory: '.' });
// @ts-expect-error the organization of a provider is that of the documents
AccessStack.fromFiles(app, 'a', { workspace: '.', provider: { organization: 'other' } });
const access = Access.fromFiles(stack, 'b', { workspace: '.' });
// @ts-expect-error a group has no path
access.group('qa').change({ path: 'acme' });
// @ts-expect-error nor does its row
access.group('qa').attribute('path');
// @ts-expect-error rows are changed by change()
access.group('qa').attributes.title = 'x';
// @ts-expect-error no such type
access.rows.of('bylaw_departures');
// @ts-expect-error a permission is asked about
can(new DataBylawAccess(stack, 'c', { scope: 'acme' }), 'dan@acme.com');

/** Zabbix's SCIM, which nobody here wrote, in its dialect. */
import { describe, expect } from 'vitest';
import { openWriter } from '../../src/connector/connect.ts';
import { codesOf, must } from '../connector/connections.ts';
import { fastScim } from '../connector/scim/scim-harness.ts';
import { scimConnectionTo } from './scim-connection.ts';
import { livesTheStory } from './scim-story.ts';
import { itWithServer, variable } from './with-server.ts';
import { ZabbixServer } from './zabbix-server.ts';

/** It asks for its own configuration without a token, tells lists whole and everybody as active, and deletes nobody. */
const ZABBIX = {
  paging: 'none',
  config: 'none',
  filters: false,
  remove: 'value',
  active: 'untold',
  deletes: false,
  nesting: false,
  'media-type': 'application/json',
} as const;

/** SCIM is let in by a directory of SAML that provisions. */
async function withScim(server: ZabbixServer): Promise<string> {
  const groups = (await server.must('usergroup.get', { output: ['name'] })) as {
    usrgrpid: string;
    name: string;
  }[];
  const named = (name: string) => groups.find((one) => one.name === name)?.usrgrpid;
  const [role] = (await server.must('role.get', { filter: { name: 'User role' } })) as { roleid: string }[];
  await server.must('authentication.update', { disabled_usrgrpid: named('Disabled') });
  await server.must('userdirectory.create', {
    idp_type: 2,
    name: '',
    idp_entityid: 'idp',
    sso_url: 'https://idp.example/sso',
    username_attribute: 'email',
    sp_entityid: 'bylaw',
    provision_status: 1,
    scim_status: 1,
    group_name: 'groups',
    user_username: 'name',
    user_lastname: 'last',
    provision_groups: [{ name: '*', roleid: role?.roleid, user_groups: [{ usrgrpid: named('Guests') }] }],
  });
  await server.must('authentication.update', { saml_auth_enabled: 1, saml_jit_status: 1 });
  return server.tokenOf('1');
}

describe('SCIM of Zabbix', () => {
  itWithServer('zabbix', 'the whole story, and what it cannot do is said before', async (variables) => {
    const url = variable(variables, 'ZABBIX_URL');
    const server = await ZabbixServer.loggedIn(
      url,
      variable(variables, 'ZABBIX_USER'),
      variable(variables, 'ZABBIX_PASSWORD'),
    );
    const place = { url, base: '/api_scim.php', token: await withScim(server), dialect: ZABBIX };
    await livesTheStory(place);
    const writer = openWriter(fastScim(), scimConnectionTo(place));
    must(await writer.read());
    const [scope, member] = ['acme', 'ana@scim.example'];
    for (const write of [
      { write: 'remove-member', scope, member },
      { write: 'set-member-state', scope, member, state: 'deactivated' },
    ] as const) {
      expect(codesOf(await writer.write(write))).toEqual(['not-supported']);
    }
    // A filter in a PATCH is refused, and takes nobody out.
    const asRfc = openWriter(
      fastScim(),
      scimConnectionTo({ ...place, dialect: { ...ZABBIX, remove: 'filter' } }),
    );
    must(await asRfc.read());
    const taken = await asRfc.write({ write: 'remove-group-member', group: 'acme/qa', member });
    expect(codesOf(taken)).toEqual(['connector-refused']);
  });
});

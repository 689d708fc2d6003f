/** The command line as it is used in companies: through a proxy that inspects, under an authority of their own. */
import { expect, it } from 'vitest';
import { childEnvironment } from '../../src/terraform/run/child-process.ts';
import { makeAuthority } from '../connector/proxy/authority.ts';
import { inTls, startProxy } from '../connector/proxy/proxy-server.ts';
import { httpStates } from '../state/backend/http-states.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { EMBEDDED } from './bylaw.ts';
import { document, organization, reaching, type Stage, stageOf, TOKEN, workspaceOf } from './workspaces.ts';

const PASSWORD = 'p4ss/w%rd';
const DOCUMENT =
  'members:\n  ada@acme.example:\ngroups:\n  qa: { title: QA, members: [ada@acme.example], roles: [viewer] }\n';
/** Where nobody listens: what goes there by mistake does not come back. */
const NOWHERE = 'http://dan:n0where@127.0.0.1:1';

/** The platform's certificate is of an authority that the company made; only the proxy knows where the platform is. */
async function company(stage: Stage) {
  const authority = makeAuthority();
  const port = await inTls(Number(new URL(stage.platform.url).port), authority.issue('platform.test'));
  const proxy = await startProxy({ hosts: { 'platform.test:443': port }, password: `dan:${PASSWORD}` });
  stage.write('authority.pem', authority.pem);
  const HTTPS_PROXY = proxy.url.replace('://', `://dan:${encodeURIComponent(PASSWORD)}@`);
  const here = (variables: NodeJS.ProcessEnv) =>
    reaching(stage.plainly.with(variables), 'https://platform.test');
  return { proxy, HTTPS_PROXY, NODE_EXTRA_CA_CERTS: `${stage.folder}/authority.pem`, here };
}

function expectNoPassword(text: string): void {
  for (const form of [
    PASSWORD,
    encodeURIComponent(PASSWORD),
    Buffer.from(`dan:${PASSWORD}`).toString('base64'),
    'n0where',
  ])
    expect(text).not.toContain(form);
}

it('plans and applies through it, and ends at once', async () => {
  const { proxy, here, HTTPS_PROXY, NODE_EXTRA_CA_CERTS } = await company(
    await stageOf(organization(DOCUMENT)),
  );
  const workspace = here({ HTTPS_PROXY, NODE_EXTRA_CA_CERTS, HTTP_PROXY: NOWHERE });
  const applied = await workspace.run('apply', ...EMBEDDED.words);
  expect(applied).toMatchObject({ status: 0, err: '' });
  const planning = workspace.start('plan', '--json');
  await planning.said(/}\n$/);
  const planned = await planning.done;
  expect(planned.status).toBe(0);
  expect(new Set(proxy.seen)).toEqual(new Set(['CONNECT platform.test:443']));
  expect(proxy.headers.join('\n')).not.toContain(TOKEN);
  expectNoPassword(`${applied.out}${planned.out}${planned.err}`);
});

itWithTerraform(
  'terraform beside it, and a state on this machine, have nothing to do with the proxy',
  async () => {
    const server = await httpStates({ username: 'bylaw', password: 's3cret' });
    const place = `${server.address}/states/{organization}`;
    const workspace = workspaceOf({
      'bylaw.yaml': `apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\nstate:\n  backend: { type: http, address: "${place}", lock_address: "${place}", unlock_address: "${place}", retry_max: 0 }\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n`,
      'acme.yaml': document(DOCUMENT),
    }).with({ TF_HTTP_USERNAME: 'bylaw', TF_HTTP_PASSWORD: 's3cret' });
    const { proxy, here, HTTPS_PROXY, NODE_EXTRA_CA_CERTS } = await company(await stageOf(workspace));
    const variables = { HTTP_PROXY: NOWHERE, http_proxy: NOWHERE, ALL_PROXY: NOWHERE, grpc_proxy: NOWHERE };
    const applied = await here({ HTTPS_PROXY, NODE_EXTRA_CA_CERTS, ...variables }).run('apply');
    expect(applied).toMatchObject({ status: 0, err: '' });
    expect(server.states.size).toBe(1);
    expect(new Set(proxy.seen)).toEqual(new Set(['CONNECT platform.test:443']));
    expectNoPassword(`${applied.out}${[...server.states.values()].join('')}`);
    await server.close();
  },
);

it('only the child that works with a state backend gets to know of proxies', () => {
  const user = {
    HTTPS_PROXY: 'a',
    https_proxy: 'b',
    HTTP_PROXY: 'c',
    NO_PROXY: 'd',
    ALL_PROXY: 'e',
    PATH: 'f',
    MY_PROXY: 'g',
  };
  const own = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0' };
  expect(childEnvironment(user, [], {})).toEqual({ PATH: 'f', MY_PROXY: 'g', ...own });
  expect(childEnvironment(user, [], {}, /^AWS_/)).toEqual({ ...user, ...own });
});

it('an authority that was not named is told with the way out', async () => {
  const { here, HTTPS_PROXY } = await company(await stageOf(organization(DOCUMENT)));
  const { status, err } = await here({ HTTPS_PROXY }).run('plan', ...EMBEDDED.words);
  expect(status).toBe(1);
  expect(err).toContain('error[certificate-untrusted]');
  expect(err).toContain('NODE_EXTRA_CA_CERTS');
  expectNoPassword(err);
});

it.each([
  [
    'another password',
    (url: string) => url.replace(/\/\/.*@/, '//dan:n0where@'),
    'proxy-failed',
    'asks for another name and password (407)',
  ],
  [
    'a SOCKS proxy',
    () => 'socks5://dan:n0where@127.0.0.1:1080',
    'proxy-invalid',
    'HTTPS_PROXY names a SOCKS proxy',
  ],
])('%s: one diagnostic in every form of report, without the password', async (_, spoil, code, words) => {
  const { here, HTTPS_PROXY } = await company(await stageOf(organization(DOCUMENT)));
  const workspace = here({ HTTPS_PROXY: spoil(HTTPS_PROXY) });
  const forms = await Promise.all(
    [[], ['--json'], ['--markdown']].map((form) => workspace.run('plan', ...EMBEDDED.words, ...form)),
  );
  for (const { status, out, err } of forms) {
    expect(status).toBe(1);
    // Markdown writes a variable as code.
    expect(`${out}${err}`.replaceAll('`', '')).toContain(words);
    expect(err).not.toContain('    at ');
    expectNoPassword(`${out}${err}`);
  }
  expect(forms[0]?.err.match(/error\[/g)).toHaveLength(1);
  expect(forms[0]?.err).toContain(`error[${code}]`);
});

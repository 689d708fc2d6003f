/** Plain HCL behind a proxy that inspects: what every provider does by being written in Go, ours does too. */
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { makeAuthority } from '../../connector/proxy/authority.ts';
import { inTls, startProxy } from '../../connector/proxy/proxy-server.ts';
import { httpStates } from '../../state/backend/http-states.ts';
import { itWithTerraform } from '../available.ts';
import { stage, VERSION } from './stage.ts';

const PASSWORD = 'p4ss/w%rd';
const NOWHERE = 'http://dan:n0where@127.0.0.1:1';

itWithTerraform(
  'the provider goes through the proxy of the environment, under an authority of the company; terraform is not disturbed',
  async () => {
    const on = await stage();
    onTestFinished(() => on.close());
    const authority = makeAuthority();
    const port = await inTls(Number(new URL(on.sandbox.url).port), authority.issue('platform.test'));
    const proxy = await startProxy({ hosts: { 'platform.test:443': port }, password: `dan:${PASSWORD}` });
    const states = await httpStates({ username: 'bylaw', password: 's3cret' });
    on.write('authority.pem', authority.pem);
    on.write(
      'main.tf',
      `terraform {
  required_providers {
    bylaw = { source = "bylaw/bylaw", version = "${VERSION}" }
  }
  backend "http" {
    address  = "${states.address}/acme"
    username = "bylaw"
    password = "s3cret"
  }
}
provider "bylaw" {
  url          = "https://platform.test"
  organization = "acme"
  platform     = "lumoauth"
}
resource "bylaw_group" "qa" { name = "qa" }
`,
    );
    const surroundings = on.environment;
    Object.assign(surroundings, {
      HTTPS_PROXY: proxy.url.replace('://', `://dan:${encodeURIComponent(PASSWORD)}@`),
      NODE_EXTRA_CA_CERTS: join(on.folder, 'authority.pem'),
      HTTP_PROXY: NOWHERE,
      ALL_PROXY: NOWHERE,
      grpc_proxy: NOWHERE,
    });
    await on.succeed('init', '-no-color');
    await on.apply();
    expect(proxy.seen.length).toBeGreaterThan(0);
    expect(new Set(proxy.seen)).toEqual(new Set(['CONNECT platform.test:443']));
    expect(on.sandbox.exchanges.some(({ method }) => method === 'POST')).toBe(true);
    expect(states.states.size).toBe(1);

    const fails = async (variables: NodeJS.ProcessEnv) => {
      Object.assign(surroundings, variables);
      const { status, output } = await on.run('plan', '-no-color');
      expect(status).toBe(1);
      for (const form of [PASSWORD, encodeURIComponent(PASSWORD), 'n0where'])
        expect(output).not.toContain(form);
      return output.replace(/\s*\n[│╷╵ ]*/g, ' ');
    };
    const untrusted = await fails({ NODE_EXTRA_CA_CERTS: '' });
    expect(untrusted).toContain('Code: certificate-untrusted');
    expect(untrusted).toContain('in NODE_EXTRA_CA_CERTS before the start');
    const dead = await fails({ HTTPS_PROXY: NOWHERE });
    expect(dead).toContain('the proxy http://127.0.0.1:1 (HTTPS_PROXY) cannot be reached (ECONNREFUSED)');
    expect(await fails({ HTTPS_PROXY: 'socks5://dan:n0where@proxy' })).toContain('Code: proxy-invalid');
    await states.close();
  },
);

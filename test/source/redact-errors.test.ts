/** What errors of others show of secrets: of variables by their names, and of those that no name gives away. */
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/connector/http/secret.ts';
import { environmentSecrets, errorRedactorOf, rememberSecret } from '../../src/source/redact-errors.ts';
import { diagnosticOfThrown } from '../../src/terraform/provider/protocol/protocol-diagnostics.ts';

describe('variables', () => {
  it.each([
    ['ARM_ACCESS_KEY', 'storage-key-1', 'lost storage-key-1', 'lost ***'],
    ['PG_CONN_STR', 'postgres://u:pass-word-2@h/db', 'lost pass-word-2 of h', 'lost *** of h'],
    ['GOOGLE_CREDENTIALS', '{"a":1}', 'lost {"a":1}', 'lost ***'],
    ['https_proxy', 'http://u:pass-word-3@proxy:8080', 'lost pass-word-3', 'lost ***'],
    ['CONSUL_HTTP_AUTH', 'u:pw-4', 'lost u:pw-4', 'lost ***'],
    ['GREETING', 'good morning', 'good morning', 'good morning'],
  ])('%s', (name, value, text, shown) => {
    expect(errorRedactorOf({ [name]: value })(text)).toBe(shown);
  });

  it('results hide what a name says is a secret, and no words', () => {
    const environment = {
      BYLAW_TOKEN: 'sesame-open',
      GIT_AUTHOR_NAME: 'Ana Author',
      MY_PASSWORD: 'short',
      SSH_AUTH_SOCK: '/tmp/ssh-agent',
    };
    expect(environmentSecrets(environment)).toEqual(['sesame-open']);
  });
});

describe('a secret that no name gives away', () => {
  it('is in no error once it is the token of a connection', () => {
    expect(errorRedactorOf({})('lost acme-access-5')).toBe('lost acme-access-5');
    new Secret('acme-access-5');
    expect(errorRedactorOf({})('lost acme-access-5')).toBe('lost ***');
    expect(errorRedactorOf({})(`sent ${Buffer.from('acme-access-5').toString('base64')}`)).toBe('sent ***');
  });

  it('nor in what the provider tells of a bug', () => {
    rememberSecret('acme-access-6');
    const { detail } = diagnosticOfThrown(new Error('lost acme-access-6'), 'ReadResource of bylaw_group');
    expect(detail).toContain('Error: lost ***');
  });

  it('an empty one hides nothing', () => {
    rememberSecret('');
    rememberSecret('ab');
    expect(errorRedactorOf({})('able')).toBe('able');
  });
});

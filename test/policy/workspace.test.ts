import { describe, expect, it } from 'vitest';
import { shown } from '../source/shown.ts';
import { got, onlyDocument, policy } from './fixture.ts';

const HEAD = 'apiVersion: bylaw/v1\nkind: Workspace\n';
const problems = (text: string): readonly string[] =>
  policy.readWorkspace(onlyDocument(text, 'bylaw.yaml')).diagnostics.map(shown);

describe('bylaw.yaml', () => {
  it('has its defaults filled in', () => {
    const workspace = got(
      policy.readWorkspace(
        onlyDocument(
          `${HEAD}files: [access/*.yaml]\norganizations:\n  acme: { connector: access-api, url: "https://access.acme.com/v1" }\n`,
          'bylaw.yaml',
        ),
      ),
    );
    expect(workspace).toMatchObject({
      file: 'bylaw.yaml',
      files: [{ value: 'access/*.yaml' }],
      platforms: [],
      engine: 'auto',
      stateDirectory: '.bylaw',
      announceDays: 90,
      organizations: [
        {
          name: 'acme',
          connector: 'access-api',
          url: { value: 'https://access.acme.com/v1' },
          remote: 'acme',
          settings: { url: 'https://access.acme.com/v1' },
        },
      ],
    });
  });

  it('takes everything it documents', () => {
    const workspace = got(
      policy.readWorkspace(
        onlyDocument(
          `${HEAD}files: [a.yaml]\nplatforms: [p.yaml]\nengine: tofu\nwindows: { announce-days: 30 }\nstate: { directory: .state }\norganizations:\n  acme: { connector: access-api, url: "http://localhost:8080", organization: 7f3a, token-env: ACME_TOKEN }\n`,
        ),
      ),
    );
    expect(workspace).toMatchObject({
      engine: 'tofu',
      stateDirectory: '.state',
      announceDays: 30,
      platforms: [{ value: 'p.yaml' }],
      organizations: [
        { remote: '7f3a', settings: { url: 'http://localhost:8080', 'token-env': 'ACME_TOKEN' } },
      ],
    });
  });

  it.each<[string, string, readonly string[]]>([
    ['no files', `${HEAD}files: []\n`, ['bylaw.yaml:3:8 invalid-value: `files` must have at least 1 item.']],
    [
      'another kind',
      'apiVersion: bylaw/v1\nkind: Platform\n',
      [
        'bylaw.yaml:2:7 unknown-kind: A document of kind Platform is where a document of kind Workspace belongs.',
      ],
    ],
    [
      'an unknown engine',
      `${HEAD}files: [a]\nengine: terrafrom\n`,
      [
        'bylaw.yaml:4:9 invalid-value: `engine` must be one of auto, terraform, tofu, embedded, but the text "terrafrom" is written. | Did you mean `terraform`?',
      ],
    ],
    [
      'no url',
      `${HEAD}files: [a]\norganizations: { acme: { connector: access-api } }\n`,
      ['bylaw.yaml:4:18 missing-key: `acme` needs the key `url`.'],
    ],
    [
      'no connector',
      `${HEAD}files: [a]\norganizations: { acme: {} }\n`,
      ['bylaw.yaml:4:18 missing-key: `acme` needs the key `connector`.'],
    ],
    [
      'a connector that no file can be called',
      `${HEAD}files: [a]\norganizations: { acme: { connector: ../jupyterhub.yaml } }\n`,
      [
        'bylaw.yaml:4:37 invalid-name: "../jupyterhub.yaml" is not a name: lower-case letters, digits, dots, dashes and underscores, beginning with a letter or digit. | Write jupyterhub.yaml, and put the display name in title.',
      ],
    ],
    [
      'a setting that the connector does not have',
      `${HEAD}files: [a]\norganizations: { acme: { connector: access-api, url: https://x, tokn-env: A } }\n`,
      [
        'bylaw.yaml:4:65 unknown-key: "tokn-env" is not a key of an access-api connection. | Did you mean `token-env`?',
      ],
    ],
    [
      'a token where its variable belongs',
      `${HEAD}files: [a]\norganizations: { acme: { connector: access-api, url: https://x, token-env: s3cr3t-t0ken } }\n`,
      [
        'bylaw.yaml:4:76 invalid-value: This is not the name of an environment variable. | Write the name of the variable that holds the token, such as BYLAW_TOKEN.',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  const USER = 'The url holds a user name or password, or an @ that has to be written %40.';
  const PATHS = 'The url holds a ? or a #, behind which paths cannot be appended.';
  const OTHER = 'The url is not an http or https address.';

  it.each([
    ['https://user:s3cret@host/x', USER],
    ['https://s3cret@host', USER],
    ['http://u:s3cret+ss/w0rd=%42@127.0.0.1:7070', USER],
    ['http://u:s3cret?x#y@127.0.0.1:7070', USER],
    ['http://host/s3cret@x', USER],
    ['http://host/?s3cret=1', PATHS],
    ['http://host/#s3cret', PATHS],
    ['http://host/?', PATHS],
    ['http://host:s3cret', OTHER],
    ['http://host:99999/s3cret', OTHER],
    ['ftp://s3cret.host', OTHER],
    ['host/s3cret', OTHER],
    ['https://', OTHER],
    ['https:///s3cret', OTHER],
    ['https://host/ s3cret', OTHER],
    ['https:\\\\host\\s3cret', OTHER],
    ['javascript:s3cret', OTHER],
  ])('does not take, and does not show, %s', (url, message) => {
    const found = problems(
      `${HEAD}files: [a]\norganizations:\n  acme: { connector: access-api, url: '${url}' }\n`,
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`bylaw.yaml:5:39 invalid-value: ${message}`);
    expect(found[0]).toContain('Write https://host/path; the token comes from the environment.');
    expect(found.join()).not.toContain('s3cret');
  });

  it.each([`ghp_${'a1'.repeat(18)}`, 'AKIAIOSFODNN7EXAMPLE', 'aB3xY9Kd02LmQz7RtV5w'])(
    'does not take a token where the name of its variable belongs, and does not show it: %s',
    (token) => {
      const found = problems(
        `${HEAD}files: [a]\norganizations:\n  acme: { connector: access-api, url: https://x.y, token-env: ${token} }\n`,
      );
      expect(found).toEqual([
        'bylaw.yaml:5:63 secret-in-file: `token-env` holds what looks like a token: it does not belong in a file. | Write the name of the variable that holds the token, such as BYLAW_TOKEN.',
      ]);
    },
  );
});

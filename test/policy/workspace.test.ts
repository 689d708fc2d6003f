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
      organizations: [
        {
          name: 'acme',
          connector: 'access-api',
          url: { value: 'https://access.acme.com/v1' },
          remote: 'acme',
          tokenEnv: 'BYLAW_TOKEN',
        },
      ],
    });
  });

  it('takes everything it documents', () => {
    const workspace = got(
      policy.readWorkspace(
        onlyDocument(
          `${HEAD}files: [a.yaml]\nplatforms: [p.yaml]\nengine: tofu\nstate: { directory: .state }\norganizations:\n  acme: { connector: access-api, url: "http://localhost:8080", organization: 7f3a, token-env: ACME_TOKEN }\n`,
        ),
      ),
    );
    expect(workspace).toMatchObject({
      engine: 'tofu',
      stateDirectory: '.state',
      platforms: [{ value: 'p.yaml' }],
      organizations: [{ remote: '7f3a', tokenEnv: 'ACME_TOKEN' }],
    });
  });

  it.each<[string, string, readonly string[]]>([
    ['no files', `${HEAD}files: []\n`, ['bylaw.yaml:3:8 invalid-value: `files` must have at least 1 item.']],
    [
      'another kind',
      'apiVersion: bylaw/v1\nkind: Platform\n',
      ['bylaw.yaml:2:7 unknown-kind: A document of kind Platform stands where kind Workspace is read.'],
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
      'a token where its variable belongs',
      `${HEAD}files: [a]\norganizations: { acme: { connector: x, token-env: s3cr3t-t0ken } }\n`,
      [
        'bylaw.yaml:4:51 invalid-value: This is not the name of an environment variable. | Write the name of the variable that holds the token, such as BYLAW_TOKEN.',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it.each([
    'https://user:s3cret@host/x',
    'https://s3cret@host',
    'ftp://s3cret.host',
    'host/s3cret',
    'https://',
    'https://host/ s3cret',
    'https:\\\\host\\s3cret',
    'javascript:s3cret',
  ])('does not take, and does not show, %s', (url) => {
    const found = problems(
      `${HEAD}files: [a]\norganizations:\n  acme: { connector: access-api, url: '${url}' }\n`,
    );
    expect(found).toEqual([
      'bylaw.yaml:5:39 invalid-value: The url is not an http or https address without user name and password. | Write https://host/path; the token comes from the environment.',
    ]);
    expect(found.join()).not.toContain('s3cret');
  });
});

import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import type { AccessSource } from '../../src/report/answer/access-source.ts';
import { whatJson, whoJson, whyJson } from '../../src/report/answer/answer-json.ts';
import { whatMarkdown, whoMarkdown, whyMarkdown } from '../../src/report/answer/answer-markdown.ts';
import { whatText, whoText, whyText } from '../../src/report/answer/answer-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { spellingOf } from '../../src/resource/spelling.ts';
import { denyingBroker } from '../platform/parameters.ts';
import { desiredOn } from '../platform/warden.ts';

const BODY = `members:
  ada: { roles: [admin, no-vault] }
  bo: { roles: [operator, no-database, no-vault] }
  cy: { roles: [guest] }
roles:
  no-vault: { permissions: [], denies: ["hosts:write!vault"] }
  no-database: { permissions: [], denies: ["hosts:read!db-", "hosts:read!web"] }
hosts:
  below: {}
  more: { members: { ada: { roles: [no-database] } } }
`;

const desired = desiredOn(denyingBroker, BODY);
const source: AccessSource = {
  organization: 'acme',
  source: 'desired',
  platform: denyingBroker,
  resources: desired.resources,
  access: buildAccess(denyingBroker, desired.resources),
  spelling: spellingOf(desired),
};

describe('a permission is listed with the texts that it does not hold for', () => {
  const what = (member: string) => whatText({ member, scope: null }, source, plain);
  it('in what somebody can do', () => {
    expect(
      [what('ada'), what('bo'), what('cy'), whatMarkdown({ member: 'bo', scope: 'acme' }, source)].join('\n'),
    ).toMatchInlineSnapshot(`
      "ada (as written): access to 3 scopes of acme

      acme
        hosts:read, users:*         role admin on acme (a.yaml:7:18)
        hosts:write, not for vault  role admin on acme (a.yaml:7:18)

      acme/hosts/below  the same as on acme

      acme/hosts/more
        hosts:read, not for what begins with db- or web  role admin on acme (a.yaml:7:18) → inherited by acme/hosts/more
        hosts:write, not for vault, nor for what begins with db- or web  role admin on acme (a.yaml:7:18) → inherited by acme/hosts/more
        users:*                                          role admin on acme (a.yaml:7:18) → inherited by acme/hosts/more

      bo (as written): access to 3 scopes of acme

      acme
        hosts:read, not for what begins with db- or web  role operator on acme (a.yaml:8:17)
        hosts:write, not for vault, nor for what begins with db- or web  role operator on acme (a.yaml:8:17)
        users:see                                        role operator on acme (a.yaml:8:17)

      acme/hosts/below  the same as on acme

      acme/hosts/more  the same as on acme

      cy (as written): access to 3 scopes of acme

      acme
        hosts:read  role guest on acme (a.yaml:9:17)

      acme/hosts/below  the same as on acme

      acme/hosts/more  the same as on acme

      **bo (as written): access to acme**

      | Where | What | Because |
      | --- | --- | --- |
      | \`acme\` | \`hosts:read\`, not for what begins with \`db-\` or \`web\` | role operator on acme (\`a.yaml:8:17\`) |
      | \`acme\` | \`hosts:write\`, not for \`vault\`, nor for what begins with \`db-\` or \`web\` | role operator on acme (\`a.yaml:8:17\`) |
      | \`acme\` | \`users:see\` | role operator on acme (\`a.yaml:8:17\`) |
      "
    `);
  });
  it('in who can, and in why', () => {
    expect(
      [
        whoText({ permission: 'hosts:write', scope: 'acme' }, source, plain),
        whoMarkdown({ permission: 'hosts:read', scope: 'acme' }, source),
        whyText({ member: 'bo', permission: 'hosts:write', scope: 'acme' }, source, plain),
        whyMarkdown({ member: 'bo', permission: 'hosts:write', scope: 'acme' }, source),
      ].join('\n'),
    ).toMatchInlineSnapshot(`
      "hosts:write on acme (as written): 2 people

        ada, not for vault                                      role admin on acme (a.yaml:7:18) → hosts:write
        bo, not for vault, nor for what begins with db- or web  role operator on acme (a.yaml:8:17) → hosts:write

      **\`hosts:read\` on acme (as written): 3 people**

      | Who | Because |
      | --- | --- |
      | \`ada\` | role admin on acme (\`a.yaml:7:18\`) → \`hosts:read\` |
      | \`bo\`, not for what begins with \`db-\` or \`web\` | role operator on acme (\`a.yaml:8:17\`) → \`hosts:write\` → implies \`hosts:read\` |
      | \`cy\` | role guest on acme (\`a.yaml:9:17\`) → \`hosts:read\` |

      yes (as written): bo has hosts:write on acme, not for vault, nor for what begins with db- or web, 1 way

        1. bo
           → role operator on acme  a.yaml:8:17
           → hosts:write            broker role operator

      **yes (as written): bo has \`hosts:write\` on acme, not for vault, nor for what begins with \`db-\` or web, 1 way**

      1\\. \`bo\`<br>→ role operator on acme \`a.yaml:8:17\`<br>→ \`hosts:write\` \`broker role operator\`
      "
    `);
  });
  it('in JSON', () => {
    const vault = { permission: 'hosts:write', text: 'vault', covers: 'equal' };
    expect(whatJson({ member: 'ada', scope: 'acme/hosts/below' }, source).scopes).toMatchObject([
      { except: [vault] },
    ]);
    expect(whyJson({ member: 'ada', permission: 'hosts:write', scope: 'acme' }, source)).toMatchObject({
      holds: true,
      except: [vault],
    });
    expect(whoJson({ permission: 'hosts:write', scope: 'acme' }, source).people).toMatchObject([
      { member: 'ada', except: [vault] },
      { member: 'bo' },
    ]);
    expect(whyJson({ member: 'ada', permission: 'hosts:write!vault', scope: 'acme' }, source)).toMatchObject({
      holds: false,
      except: [],
    });
  });
});

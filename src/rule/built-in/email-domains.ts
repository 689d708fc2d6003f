import { matchesText } from '../../source/name-pattern.ts';
import { quote } from '../../source/quote.ts';
import { builtInRule, type RuleContext } from '../built-in-rule.ts';
import { breach, type RuleBreach } from '../finding.ts';

/** People of other companies are not members. */
export const emailDomains = builtInRule({
  name: 'email-domains',
  means: 'Somebody is a member with an e-mail address of another domain.',
  wayOut: 'Remove the person, or allow the domain.',
  why: 'An address of another domain is not closed when somebody leaves the company. The rule looks at keys that are e-mail addresses, so it says nothing of platforms whose people have user names. A domain is matched as a whole: `acme.example` does not allow `mail.acme.example`; `*.acme.example` does.',
  usual: 'error',
  parameters: {
    domains: {
      kind: 'domains',
      title: 'Domains',
      description: 'Domains that addresses may have, or patterns over them.',
      more: 'weaker',
      isRequired: true,
    },
  },
  *judge({ rule, organizations }: RuleContext): Generator<RuleBreach, void> {
    const domains = rule.texts('domains').map((text) => text.toLowerCase());
    for (const { name, model, platform, spelling } of organizations) {
      if (platform.members.key !== 'email') continue;
      const told = new Set<string>();
      for (const { attributes, origin } of model.all('member')) {
        const { member } = attributes;
        if (told.has(member) || isOfDomain(member, domains)) continue;
        told.add(member);
        const person = spelling(member);
        const domain = person.slice(person.lastIndexOf('@') + 1);
        yield breach({
          message: `${person} is a member of ${name}, and ${quote(rule.name)} does not allow the domain ${domain}.`,
          organization: name,
          person,
          witnesses: () => [{ message: 'the member', origin }],
        });
      }
    }
  },
});

function isOfDomain(member: string, domains: readonly string[]): boolean {
  const domain = member.slice(member.lastIndexOf('@') + 1).toLowerCase();
  return domains.some((one) => matchesText(one, domain));
}

/** Every rule that comes with Bylaw: one example that passes, one that fails, one that is acknowledged; and that adding a rule is one file and one line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../src/rule/built-in-rules.ts';
import { judgedDocuments } from './judged-documents.ts';
import { RULE_EXAMPLES } from './rule-examples.ts';

const NAMES = BUILT_IN_RULES.map(({ name }) => name);
const FOLDER = 'src/rule/built-in';

describe.each(NAMES)('%s', (name) => {
  const example = RULE_EXAMPLES[name];
  const rules = `rules:\n  the rule: { rule: ${name}, severity: error${example.told === '' ? '' : `, ${example.told}`} }\n`;
  const judged = (organization: string, more = '') =>
    judgedDocuments({ platform: example.platform, organization, rules: rules + more });

  it('says nothing of what is right', () => {
    const { findings, faults } = judged(example.passing);
    expect({ findings: findings.map(({ message }) => message), faults }).toEqual({
      findings: [],
      faults: [],
    });
  });

  it('finds what is wrong, with the places that show it', () => {
    const { findings, told, faults } = judged(example.failing);
    expect(faults).toEqual([]);
    const said = findings.map(({ message }) => message.replace(/\S+\/access\/acme\.yaml/, 'FILE'));
    expect(said.sort()).toEqual([...example.says].sort());
    for (const finding of findings) {
      const witnesses = finding.witnesses();
      expect(witnesses).toHaveLength(example.witnesses ?? 1);
      expect(witnesses.some(({ origin }) => origin.from === 'file')).toBe(true);
    }
    expect(told.map(({ code, severity }) => [code, severity])).toEqual(
      findings.map(() => ['rule-broken', 'error']),
    );
  });

  it('is acknowledged by what the finding says to write, and by nothing less', () => {
    const { told } = judged(example.failing);
    const entries = told.map(({ hint }, at) => {
      const [, entry = ''] = /acknowledged: \{ "what it is": (\{.*\}) \}$/.exec(hint ?? '') ?? [];
      return `  word ${at}: ${entry.replace('reason: …, owner: …, until: …', 'reason: CHG-1, owner: bo@acme.example, until: 2026-12-31')}\n`;
    });
    const known = judged(example.failing, `acknowledged:\n${entries.join('')}`);
    expect(known.faults).toEqual([]);
    expect(known.findings.every(({ acknowledged }) => acknowledged !== null)).toBe(true);
    expect(known.told.map(({ code, severity }) => [code, severity])).toEqual(
      told.map(() => ['rule-acknowledged', 'info']),
    );
    const others = entries.map((entry) => entry.replace('organization: "acme"', 'organization: "acmes"'));
    const unknown = judged(example.failing, `acknowledged:\n${others.join('')}`);
    expect(unknown.findings.every(({ acknowledged }) => acknowledged === null)).toBe(true);
  });
});

describe('adding a rule', () => {
  it('is one file, named as the rule is', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(NAMES.map((name) => `${name}.ts`).sort());
    for (const { name } of BUILT_IN_RULES)
      expect(readFileSync(join(FOLDER, `${name}.ts`), 'utf8')).toContain(`  name: '${name}',\n`);
  });

  it('and one line of the table, in order', () => {
    expect(NAMES).toEqual([...NAMES].sort());
    const table = readFileSync('src/rule/built-in-rules.ts', 'utf8');
    for (const name of NAMES) expect(table.split(`./built-in/${name}.ts`)).toHaveLength(2);
  });

  it('nothing else in the program knows a rule by its name', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const knowing = files.filter((file) => {
      const text = readFileSync(join('src', file), 'utf8');
      return NAMES.some((name) => text.includes(`'${name}'`));
    });
    expect(knowing.map((file) => join('src', file)).sort()).toEqual(
      NAMES.map((name) => join(FOLDER, `${name}.ts`)).sort(),
    );
  });

  it('each has an example, and no example is of another', () => {
    expect(Object.keys(RULE_EXAMPLES)).toEqual(NAMES);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { junitXml } from '../../src/report/expectation/junit.ts';
import { expectGolden } from '../golden.ts';
import { acme, diagnostics, examined, examinedLive, examinedOf } from './scene.ts';

/** A reader of the XML that is written here, strict about what XML allows; no package is needed for that. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

function parseXml(xml: string): Element {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what XML 1.0 does not allow
  expect(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.exec(xml)).toBeNull();
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  expect(xml.startsWith(declaration)).toBe(true);
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const tokens = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  tokens.lastIndex = declaration.length;
  while (tokens.lastIndex < xml.length) {
    const at = tokens.lastIndex;
    const found = tokens.exec(xml);
    if (found === null) throw new Error(`not XML at ${at}: ${xml.slice(at, at + 60)}`);
    const [, closes, name = '', attributes = '', empty, text] = found;
    const current = open.at(-1) ?? root;
    if (text !== undefined) current.text += unescaped(text);
    else if (closes === '/') expect(open.pop()?.name).toBe(name);
    else {
      const entries = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        unescaped(value),
      ]);
      expect(new Set(entries.map(([key]) => key)).size).toBe(entries.length);
      const element = { name, attributes: Object.fromEntries(entries), children: [], text: '' };
      current.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  expect(open).toEqual([root]);
  const [only, ...more] = root.children;
  if (only === undefined || more.length > 0) throw new Error('not one root');
  return only;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  expect(text.replace(/&(amp|lt|gt|quot|apos);/g, '')).not.toContain('&');
  return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '');
}

/** The shape that Jenkins' schema gives: names, counts that add up, one failure or error in a case. */
function expectJunit(xml: string): Element {
  const suites = parseXml(xml);
  expect(suites.name).toBe('testsuites');
  const sums = { tests: 0, failures: 0, errors: 0 };
  for (const suite of suites.children) {
    expect(suite.name).toBe('testsuite');
    expect(suite.attributes.name).toBeTruthy();
    const cases = suite.children.filter(({ name }) => name !== 'properties');
    const of = (name: string) =>
      cases.filter((one) => one.children.some((child) => child.name === name)).length;
    const counts = { tests: cases.length, failures: of('failure'), errors: of('error') };
    for (const key of ['tests', 'failures', 'errors'] as const) {
      expect(Number(suite.attributes[key])).toBe(counts[key]);
      sums[key] += counts[key];
    }
    for (const one of cases) {
      expect(one.name).toBe('testcase');
      expect(Object.keys(one.attributes).sort()).toEqual(expect.arrayContaining(['classname', 'name']));
      expect(one.children.length).toBeLessThan(2);
      for (const { name, attributes, text } of one.children) {
        expect(text).not.toBe('');
        // What passes can say something all the same.
        if (name === 'system-out') continue;
        expect(attributes.message).toBeTruthy();
        expect(attributes.type).toMatch(/^[a-z-]+$/);
      }
    }
  }
  for (const key of ['tests', 'failures', 'errors'] as const)
    expect(Number(suites.attributes[key])).toBe(sums[key]);
  return suites;
}

test('what is expected, as CI servers read it', () => {
  const xml = junitXml([...examined, ...examinedLive], diagnostics);
  expectJunit(xml);
  expectGolden('test/report/golden/junit.xml', xml);
});

test('nothing expected is no suite, and what keeps expectations from being looked at is an error', () => {
  expect(expectJunit(junitXml([])).children).toEqual([]);
  const [documents] = expectJunit(junitXml([], diagnostics)).children;
  expect(documents?.children.map(({ attributes }) => attributes.name)).toEqual([
    'unknown-role at access/acme.yaml:12:17',
    'group-cycle at access/acme.yaml:30:5',
  ]);
});

test('each case stands at the line of its expectation', () => {
  const [suite] = expectJunit(junitXml(examined)).children;
  const places = suite?.children.flatMap(({ attributes: { file, line } }) =>
    file ? [`${file}:${line}`] : [],
  );
  expect(places).toEqual([
    'expect.yaml:5',
    'expect.yaml:9',
    'expect.yaml:14',
    'expect.yaml:19',
    'expect.yaml:23',
  ]);
});

test('is XML whatever an expectation is called', () => {
  const one = examinedOf(acme, 'desired');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (name) => {
      const findings = one.findings.map((expectationFinding) => ({
        ...expectationFinding,
        expectation: { ...expectationFinding.expectation, name, reason: name },
      }));
      const [suite] = expectJunit(junitXml([{ ...one, findings }])).children;
      expect(suite?.children).toHaveLength(findings.length + 1);
    }),
  );
});

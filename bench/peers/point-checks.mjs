// Point checks on the medium company, by Bylaw and by engines of others that are told the same; every answer is compared.
// Run `npm run build` here and `npm ci` in bench/peers first; `node bench/peers/point-checks.mjs 200 20` names how many
// questions Cedar and Casbin are asked.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { newEnforcer, newModelFromString } from 'casbin';
import { buildAccess } from '../../dist/access/build-access.js';
import { PERMISSIONS, platformOf, ROLE_PERMISSIONS } from '../company/platform.mjs';
import { resourcesOf } from '../company/resources.mjs';
import { groupName, memberName, roleName, shapeOf } from '../company/shape.mjs';
import { numbersFrom, SIZES } from '../company/sizes.mjs';

const [ofCedar = 200, ofCasbin = 20] = process.argv.slice(2).map(Number);
const OURS = 500_000;
const LIMITS = { cedar: 500, casbin: 20_000 };
const shape = shapeOf(SIZES.medium);
const access = buildAccess(platformOf('union'), resourcesOf(shape));

/** Half of them about an assignment and somebody in its group, so that there is more than a no to compare. */
function questionsFrom(seed, count) {
  const numbers = numbersFrom(seed);
  const any = (list) => list[numbers.below(list.length)];
  return Array.from({ length: count }, (_, at) => {
    const given = any(shape.assignments);
    const people = given.group
      ? shape.joined.flatMap((groups, one) => (groups.includes(given.principal) ? [one] : []))
      : [given.principal];
    if (at % 2 === 0 || people.length === 0) {
      return {
        member: numbers.below(shape.size.members),
        what: any(PERMISSIONS),
        scope: numbers.below(shape.scopes.length),
      };
    }
    return { member: any(people), what: any(ROLE_PERMISSIONS[given.roles[0]]), scope: given.scope };
  });
}

const ours = ({ member, what, scope }) => access.can(memberName(member), what, shape.scopes[scope].path);

async function perCheck(questions, ask) {
  const answers = [];
  const before = process.cpuUsage();
  for (const question of questions) answers.push(await ask(question));
  const { user, system } = process.cpuUsage(before);
  questions.forEach((question, at) => {
    if (answers[at] !== ours(question))
      throw new Error(`another answer: ${JSON.stringify(question)} ${answers[at]}`);
  });
  return { micros: (user + system) / questions.length, yes: answers.filter(Boolean).length };
}

/** Ours, a hundred thousand at a time, in the same process. */
function oursPerCheck() {
  const questions = questionsFrom(5, 5000);
  for (const question of questions) ours(question);
  const before = process.cpuUsage();
  for (let at = 0; at < OURS; at += 1) ours(questions[at % questions.length]);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / OURS;
}

function cedarAsk() {
  const uid = (type, id) => ({ type, id: String(id) });
  const text = (type, id) => `${type}::${JSON.stringify(String(id))}`;
  const policies = shape.assignments.flatMap(({ scope, group, principal, roles }) =>
    roles.map(
      (role) =>
        `permit(principal in ${text(group ? 'Group' : 'Person', principal)}, action in ${text('Action', roleName(role))}, resource in ${text('Scope', scope)});`,
    ),
  );
  const parsed = cedar.preparsePolicySet('company', { staticPolicies: policies.join('\n') });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  const rolesWith = new Map(PERMISSIONS.map((what) => [what, []]));
  ROLE_PERMISSIONS.forEach((given, role) => {
    for (const what of given) rolesWith.get(what).push(uid('Action', roleName(role)));
  });
  const entity = (uidOf, parents) => ({ uid: uidOf, attrs: {}, parents });
  // Only what bears on the question: all entities with each question would take far longer.
  const entitiesOf = ({ member, what, scope }) => {
    const entities = [
      entity(
        uid('Person', member),
        shape.joined[member].map((group) => uid('Group', group)),
      ),
      entity(uid('Action', what), rolesWith.get(what)),
    ];
    const groups = new Set(shape.joined[member]);
    for (const group of groups) {
      for (const above of shape.parents[group]) groups.add(above);
      entities.push(
        entity(
          uid('Group', group),
          shape.parents[group].map((above) => uid('Group', above)),
        ),
      );
    }
    for (let at = scope; at >= 0; at = shape.scopes[at].parent) {
      const { parent } = shape.scopes[at];
      entities.push(entity(uid('Scope', at), parent < 0 ? [] : [uid('Scope', parent)]));
    }
    return entities;
  };
  return (question) => {
    const answer = cedar.statefulIsAuthorized({
      principal: uid('Person', question.member),
      action: uid('Action', question.what),
      resource: uid('Scope', question.scope),
      context: {},
      preparsedPolicySetId: 'company',
      entities: entitiesOf(question),
    });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
    return answer.response.decision === 'allow';
  };
}

async function casbinAsk() {
  const model = newModelFromString(`
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, role
[role_definition]
g = _, _
g2 = _, _
g3 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && g2(r.obj, p.obj) && g3(r.act, p.role)
`);
  const enforcer = await newEnforcer(model);
  const person = (at) => `person:${at}`;
  const group = (at) => `group:${groupName(at)}`;
  await enforcer.addPolicies(
    shape.assignments.flatMap(({ scope, group: toGroup, principal, roles }) =>
      roles.map((role) => [toGroup ? group(principal) : person(principal), `scope:${scope}`, roleName(role)]),
    ),
  );
  await enforcer.addGroupingPolicies([
    ...shape.joined.flatMap((groups, at) => groups.map((one) => [person(at), group(one)])),
    ...shape.parents.flatMap((above, at) => above.map((one) => [group(at), group(one)])),
  ]);
  await enforcer.addNamedGroupingPolicies(
    'g2',
    shape.scopes.flatMap(({ parent }, at) => (parent < 0 ? [] : [[`scope:${at}`, `scope:${parent}`]])),
  );
  await enforcer.addNamedGroupingPolicies(
    'g3',
    ROLE_PERMISSIONS.flatMap((given, role) => given.map((what) => [what, roleName(role)])),
  );
  return ({ member, what, scope }) => enforcer.enforce(person(member), `scope:${scope}`, what);
}

const own = oursPerCheck();
const rows = [{ engine: 'bylaw', 'µs a check': own.toFixed(2), ratio: 1, limit: '–', 'same answers': '–' }];
for (const [engine, count, ask] of [
  ['cedar', ofCedar, cedarAsk()],
  ['casbin', ofCasbin, await casbinAsk()],
]) {
  const { micros, yes } = await perCheck(questionsFrom(11, count), ask);
  rows.push({
    engine,
    'µs a check': micros.toFixed(0),
    ratio: Math.round(micros / own),
    limit: LIMITS[engine],
    within: micros / own >= LIMITS[engine] ? 'yes' : 'NO',
    'same answers': `${count}, ${yes} yes`,
  });
}
console.table(rows);
if (rows.some(({ within }) => within === 'NO')) process.exitCode = 1;

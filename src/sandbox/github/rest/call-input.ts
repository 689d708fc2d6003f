import type { GithubCall } from '../door/github-call.ts';
import { GithubRefusal } from '../rules/github-refusal.ts';

/** What is in the body of a request, checked as far as GitHub checks it. */
export function textIn(call: GithubCall, name: string): string | undefined {
  const value = call.body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(name, `${JSON.stringify(value)} is not a string`);
  return value;
}

export function requiredTextIn(call: GithubCall, name: string): string {
  const text = textIn(call, name);
  if (text === undefined || text === '')
    throw new GithubRefusal(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
  return text;
}

export function choiceIn<Choice extends string>(
  call: GithubCall,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = textIn(call, name);
  if (text === undefined) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw invalid(name, `${text} is not a member of [${choices.join(', ')}]`);
  return choice;
}

export function wholeNumberIn(call: GithubCall, name: string): number | undefined {
  const value = call.body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw invalid(name, `${value} is not an integer`);
  return value;
}

export function flagIn(call: GithubCall, name: string): boolean | undefined {
  const value = call.body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw invalid(name, `${JSON.stringify(value)} is not a boolean`);
  return value;
}

export function listIn<Item>(
  call: GithubCall,
  name: string,
  isItem: (value: unknown) => value is Item,
): readonly Item[] {
  const value = call.body[name] ?? [];
  if (!Array.isArray(value) || !value.every(isItem))
    throw invalid(name, `${JSON.stringify(value)} is not such a list`);
  return value;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A choice in the query; what GitHub does not know it refuses. */
export function choiceInQuery<Choice extends string>(
  call: GithubCall,
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Choice {
  const text = call.query.get(name);
  if (text === null || text === '') return otherwise;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw invalid(name, `${text} is not a member of [${choices.join(', ')}]`);
  return choice;
}

export function numberParam(call: GithubCall, name: string): number {
  const number = Number(call.params[name]);
  if (!Number.isSafeInteger(number)) throw new GithubRefusal(404, 'Not Found');
  return number;
}

function invalid(name: string, why: string): GithubRefusal {
  return new GithubRefusal(422, `Invalid request.\n\nInvalid property /${name}: ${why}.`);
}

/** A part of the path; a path that has no such part is not of this endpoint. */
export function pathParam(call: GithubCall, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`no ${name} in ${call.path}`);
  return value;
}

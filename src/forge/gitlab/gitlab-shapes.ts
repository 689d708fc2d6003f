import type { JsonObject } from '../../connector/protocol/json-object.ts';
import type { ForgeChange, ForgeComment, ForgeIssue } from '../forge.ts';

export function noteIn(found: JsonObject): ForgeComment {
  return { id: found.whole('id'), author: authorIn(found), body: found.textOrEmpty('body') };
}

export function workItemIn(found: JsonObject): ForgeIssue {
  return {
    number: found.whole('iid'),
    author: authorIn(found),
    title: found.text('title'),
    body: found.textOrEmpty('description'),
    isOpen: found.text('state') === 'opened',
    url: found.text('web_url'),
  };
}

export function mergeRequestIn(found: JsonObject): ForgeChange {
  return {
    number: found.whole('iid'),
    isOpen: found.text('state') === 'opened',
    head: found.text('sha'),
    target: found.text('target_branch'),
  };
}

function authorIn(found: JsonObject): string | null {
  return found.optional('author')?.text('username') ?? null;
}

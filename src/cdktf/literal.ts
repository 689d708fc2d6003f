/** What Terraform evaluates in any text, and what the library takes for a token of its own. */
const EVALUATED = /[$%](?=\{)|[#&](?=\{TfToken\[)|(?<=[\d.+-])e(?=[\d.+-])/g;

/**
 * A text as an attribute of a construct, to the letter. The library writes texts as they are, so `${…}` and `%{…}` in
 * what somebody typed are evaluated by Terraform, and a text shaped like one of the library's tokens becomes another
 * resource's reference. Rows need no such care. Functions (`Fn.…`, `can`) quote their arguments themselves.
 */
export function literal(text: string): string {
  const literal = text.replace(EVALUATED, (sign) => `\${"${sign}"}`);
  // A byte order mark at the beginning, which Terraform would drop.
  return literal.startsWith('\ufeff') ? `\${"\\uFEFF"}${literal.slice(1)}` : literal;
}

import {
  DefaultTokenResolver,
  dependable,
  type IResolveContext,
  type ITerraformDependable,
  StringConcat,
  TerraformElement,
  TerraformStack,
  Token,
  Tokenization,
} from '../terraform/synth/library.ts';

/** A resource, or an attribute of one; so also in modules, and one of several. */
const ADDRESS = /^(?:[A-Za-z_][\w-]*)(?:\.[A-Za-z_][\w-]*)+(?:\[[^\]]+\](?:\.[A-Za-z_][\w-]*)*)*$/;

/**
 * What Terraform calls something within a stack, as `depends_on` and `replace_triggered_by` take it: by itself, and not
 * within `${…}`. A text is a reference too (`fqn`, `id`), and the library resolves it nowhere in a row.
 */
export function terraformAddressOf(one: ITerraformDependable | string, stack: TerraformStack): string {
  const home = homeOf(one) ?? stack;
  if (home !== stack)
    throw new Error(
      `${stack.node.path} cannot depend on a resource of ${home.node.path}: call addDependency() on the stack.`,
    );
  const resolved: unknown = Tokenization.resolve(typeof one === 'string' ? one : dependable(one), {
    scope: stack,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
  return withoutBraces(String(resolved), stack.node.path);
}

/** The same for a construct, whose texts the library resolves later. */
export function lazyTerraformAddressOf(one: ITerraformDependable | string, path: string): string {
  if (typeof one !== 'string') return dependable(one);
  if (!Token.isUnresolved(one)) return withoutBraces(one, path);
  return Token.asString({
    creationStack: [],
    resolve: (context: IResolveContext) => withoutBraces(String(context.resolve(one)), path),
    toString: () => path,
  });
}

function withoutBraces(text: string, path: string): string {
  const address = /^\$\{([^{}]*)\}$/.exec(text)?.[1] ?? text;
  if (ADDRESS.test(address)) return address;
  throw new Error(
    `${path}: ${JSON.stringify(text)} is nothing that Terraform can depend on. Give a construct, a row, or a reference to one of its attributes, without text around it.`,
  );
}

/** The stack of what is referred to, a row or a construct or what a text stands for; null where nothing says. */
function homeOf(one: ITerraformDependable | string): TerraformStack | null {
  if (typeof one !== 'string') {
    if (TerraformElement.isTerraformElement(one)) return one.cdktfStack;
    return 'stack' in one && TerraformStack.isStack(one.stack) ? one.stack : null;
  }
  const origins = Tokenization.reverse(one).flatMap((token) =>
    'originStack' in token && TerraformStack.isStack(token.originStack) ? [token.originStack] : [],
  );
  return origins[0] ?? null;
}

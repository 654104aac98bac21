/** The package that a spec stands for: `@a/b` of `@a/b@^1.0.0`, and of an alias, `b@npm:@a/b@^1.0.0`, what it leads to. */
export function nameInSpec(spec: string): string {
  const { name, range } = partsOf(spec);
  const [, aliased] = /^npm:((?:@[^/@]+\/)?[^/@]+)@/.exec(range) ?? [];
  return aliased ?? name;
}

/** `@a/b@^1.0.0` in its two parts. */
export function partsOf(spec: string): { readonly name: string; readonly range: string } {
  const at = spec.indexOf('@', 1);
  return at < 0 ? { name: spec, range: '' } : { name: spec.slice(0, at), range: spec.slice(at + 1) };
}

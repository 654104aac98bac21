/** The part of JSON Schema that ours are written in. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

export interface SchemaRow {
  /** `leaks[].sink.name` */
  readonly path: string;
  /** How many fields it lies in. */
  readonly depth: number;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
}

/** Every field of a schema, outer before inner; of what refers to itself the first turn. */
export function schemaRows(root: JsonSchema): SchemaRow[] {
  const rows = new Map<string, SchemaRow>();
  visit(root, '', []);
  return [...rows.values()];

  function visit(given: JsonSchema, path: string, refs: readonly string[]): void {
    const { schema, ref } = resolved(given, root);
    if (ref !== undefined && refs.includes(ref)) return;
    const inner = ref === undefined ? refs : [...refs, ref];
    for (const variant of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) visit(variant, path, inner);
    if (schema.items) visit(schema.items, `${path}[]`, inner);
    if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties, `${path}.*`, inner);
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const at = path === '' ? name : `${path}.${name}`;
      if (!rows.has(at)) {
        rows.set(at, {
          path: at,
          depth: at.split('.').length - 1,
          type: typeOf(property, root),
          isRequired: schema.required?.includes(name) ?? false,
          description: property.description ?? resolved(property, root).schema.description ?? '',
        });
      }
      visit(property, at, inner);
    }
  }
}

function resolved(schema: JsonSchema, root: JsonSchema): { readonly schema: JsonSchema; readonly ref?: string } {
  const { $ref: ref } = schema;
  if (ref === undefined) return { schema };
  if (ref === '#') return { schema: root, ref };
  return { schema: root.$defs?.[ref.replace('#/$defs/', '')] ?? {}, ref };
}

function typeOf(given: JsonSchema, root: JsonSchema): string {
  const { schema } = resolved(given, root);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.map((variant) => typeOf(variant, root)))].join(' | ');
  if (schema.prefixItems) return `[${schema.prefixItems.map((item) => typeOf(item, root)).join(', ')}]`;
  if (schema.items) return `${typeOf(schema.items, root)}[]`;
  return [schema.type ?? 'any'].flat().join(' | ');
}

type Shape = {
  properties?: object;
  propertyNames?: { readonly enum?: readonly string[] };
  readonly required?: readonly string[];
  additionalProperties?: unknown;
  discriminator?: { readonly mapping?: object };
};

function rewrite(shape: Shape): void {
  const names = shape.propertyNames?.enum;
  if (names && shape.required && !shape.properties) {
    shape.properties = Object.fromEntries(names.map((name) => [name, shape.additionalProperties]));
    shape.additionalProperties = false;
    delete shape.propertyNames;
  }
  if (shape.discriminator && Object.keys(shape.discriminator.mapping ?? {}).some((key) => /^(?:true|false)$/.test(key)))
    delete shape.discriminator;
}

/**
 * Puts zod's words into those that readers of OpenAPI know, in place: a record whose keys are all named becomes an object
 * with those properties, and a discriminator that is no string (OpenAPI 3.1 §4.8.25) goes.
 */
export function inPlainWords<T>(schemas: T): T {
  if (typeof schemas !== "object" || schemas === null) return schemas;
  if (!Array.isArray(schemas)) rewrite(schemas);
  for (const inner of Object.values(schemas)) inPlainWords(inner);
  return schemas;
}

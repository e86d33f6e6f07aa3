// The constraints of a bundle, each to be taken out of it.

/**
 * All constraints: what they are, the definition that holds them, and `remove`, which takes one out of a copy of that
 * definition. Keywords that repeat another one are none, and a default decides no verdict.
 */
export function constraints(bundle) {
  return Object.entries(bundle.$defs).flatMap(([definition, node]) => {
    return ofNode(node, []).map(({ kind, path, change }) => ({ kind, definition, path, remove: removal(path, change) }));
  });
}

function removal(path, change) {
  return (definition) => {
    const copy = structuredClone(definition);
    change(path.reduce((node, step) => node[step], copy));
    return copy;
  };
}

function ofNode(node, path) {
  const found = [];
  const add = (kind, change) => found.push({ kind, path, change });
  const below = (...steps) => found.push(...ofNode(steps.reduce((at, step) => at[step], node), [...path, ...steps]));
  const dropped = (...keywords) => (at) => keywords.forEach((keyword) => delete at[keyword]);
  const element = (keyword, index) => (at) => at[keyword].splice(index, 1);

  node.required?.forEach((name, index) => add("required", element("required", index)));
  // All values of a set or a tag are of the type.
  if (node.type && node.const === undefined && !node.enum) add("type", dropped("type"));
  if (Array.isArray(node.type)) add("null", withoutNull);
  for (const keyword of ["const", "enum", "minLength", "maxLength", "minimum", "maximum", "pattern", "not"]) {
    if (node[keyword] !== undefined) add(keyword, dropped(keyword));
  }
  if (node.not) return found;
  if (node.prefixItems) {
    add("pair length (shorter)", dropped("minItems"));
    // Each of the two is enough to refuse a third.
    add("pair length (longer)", dropped("maxItems", "items"));
    node.prefixItems.forEach((member, index) => {
      if (Object.keys(member).length === 0) return;
      add("pair member", (at) => (at.prefixItems[index] = true));
      below("prefixItems", index);
    });
  } else if (node.items && Object.keys(node.items).length > 0) {
    add("items", dropped("items"));
    below("items");
  }
  if (node.$ref) add("$ref", dropped("$ref"));
  node.oneOf?.forEach((branch, index) => {
    add("branch of a union", element("oneOf", index));
    below("oneOf", index);
  });
  if (node.anyOf) {
    add("anyOf", dropped("anyOf"));
    const isOpenSet = node.anyOf[0].$ref === undefined;
    add(isOpenSet ? "open set" : "null", element("anyOf", 1));
    // The words of an open set are no constraint.
    if (!isOpenSet) below("anyOf", 0);
    below("anyOf", 1);
  }
  for (const name of Object.keys(node.properties ?? {})) below("properties", name);
  return found;
}

function withoutNull(node) {
  node.type = node.type.filter((type) => type !== "null");
  if (node.enum) node.enum = node.enum.filter((value) => value !== null);
}

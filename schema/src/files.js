// The schemas of one view: its bundle, and a schema of its own for each definition, as `derive` writes them.

export function schemas(bundle) {
  const files = Object.entries(bundle.$defs).map(([name, definition]) => [name, file(bundle, name, definition)]);
  return { bundle, files: Object.fromEntries(files) };
}

function file({ $schema, $id, $comment }, name, { $comment: section, ...definition }) {
  const text = JSON.stringify(definition).replaceAll(/"\$ref":"#\/\$defs\/(\w+)"/g, '"$ref":"$1.schema.json"');
  return {
    $schema,
    $id: $id.replace("relay-contract.schema.json", `${name}.schema.json`),
    $comment: section === undefined ? $comment : `${section}. ${$comment}`,
    ...JSON.parse(text),
  };
}

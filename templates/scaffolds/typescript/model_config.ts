// debtscan:unfilled - pin every id to a dated version, import the names from here, then remove this line.
// The models that the program uses and how each is asked: the only place where an id stands.
export const models = {
{{#inventory.models}}
  // named at "{{file}}"{{#line}}:{{line}}{{/line}}{{^pinned}}, not pinned to a version{{/pinned}}
  "{{name}}": { id: "{{name}}", maxOutputTokens: 1024 },
{{/inventory.models}}
} as const;

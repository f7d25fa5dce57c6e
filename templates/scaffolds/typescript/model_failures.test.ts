// debtscan:unfilled - import the functions that call a model, replace the todos by tests, then remove this line.
// The program around the model, tested without it: a fake that answers as told, and as badly as a real one.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
import { test } from "node:test";

/** Gives its answers one after the other; an error among them is thrown. */
export function fakeModel(...answers: (string | Error)[]) {
  return async (): Promise<string> => {
    const answer = answers.shift() ?? "";
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

for (const kind of ["good", "half a JSON", "empty", "refusal", "timeout"])
  test(`an answer that is ${kind}`, { todo: "call the function with the fake and assert what the user gets" }, () => {});

// debtscan:unfilled - add the kinds of your domain, use it before the model and before the log, then remove this line.
// Personal data is replaced before a prompt leaves and before a line is logged; names need a model of their own.
const kinds: [string, RegExp][] = [
  ["email", /[\w.+-]+@[\w-]+\.[\w.-]+/g],
  ["phone", /\+?\d[\d /()-]{7,}\d/g],
  ["iban", /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b/g],
];

export function redact(text: string): { text: string; found: Map<string, string> } {
  const found = new Map<string, string>();
  for (const [kind, pattern] of kinds)
    text = text.replace(pattern, (match) => {
      const key = `<${kind}-${found.size + 1}>`;
      found.set(key, match);
      return key;
    });
  return { text, found };
}

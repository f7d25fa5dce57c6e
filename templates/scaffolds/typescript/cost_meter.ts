// debtscan:unfilled - put in today's prices, call `meter` with each answer's usage, then remove this line.
// What each request costs, for whom: tokens times price. Dollars for a million tokens: in, out.
const prices: Record<string, [number, number]> = {
{{#inventory.models}}
  "{{name}}": [0, 0], // TODO debtscan:unfilled
{{/inventory.models}}
};

export function meter(model: string, tokensIn: number, tokensOut: number, user: string, purpose: string): number {
  const price = prices[model];
  if (!price) throw new Error(`no price for ${model}`);
  const cost = (tokensIn * price[0] + tokensOut * price[1]) / 1_000_000;
  console.info(JSON.stringify({ event: "model cost", model, tokensIn, tokensOut, cost, user, purpose }));
  return cost;
}

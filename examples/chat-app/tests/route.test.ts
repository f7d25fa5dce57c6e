import { expect, test, vi } from "vitest";

vi.mock("@/auth", () => ({ auth: async () => null }));
vi.mock("@upstash/redis", () => ({ Redis: { fromEnv: () => ({}) } }));

test("nobody is answered who has not signed in", async () => {
  const { POST } = await import("../app/api/chat/route");
  const answer = await POST(new Request("http://localhost/api/chat", { method: "POST", body: "{}" }));
  expect(answer.status).toBe(401);
});

import { titleOf } from "@/lib/title";

export async function POST(request: Request) {
  const { question } = await request.json();
  return Response.json({ title: await titleOf(question) });
}

import { z } from "zod";
const schema = z.object({ MODEL: z.string().default("gpt-4o"), KEY: z.string() });
export const env = schema.parse(process.env);

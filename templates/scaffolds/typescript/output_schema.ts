// debtscan:unfilled - name the fields that the program uses, then remove this line.
// What an answer must look like, and a bounded number of attempts to get one that does.
import { z } from "zod";

const ATTEMPTS = 2;

export const Answer = z.object({ TODO_field: z.string() }).strict(); // debtscan:unfilled
export type Answer = z.infer<typeof Answer>;

export class NoValidAnswer extends Error {}

/** `question(complaint)` asks the model and gives its text; `complaint` says what was wrong with the answer before. */
export async function ask(question: (complaint?: string) => Promise<string>): Promise<Answer> {
  let complaint: string | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return Answer.parse(JSON.parse(await question(complaint)));
    } catch (error) {
      if (!(error instanceof z.ZodError) && !(error instanceof SyntaxError)) throw error;
      complaint = error.message;
    }
  }
  throw new NoValidAnswer(complaint);
}

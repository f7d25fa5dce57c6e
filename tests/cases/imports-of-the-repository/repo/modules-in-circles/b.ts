export * from "./a";
export * from "./c";
import { Column } from "./index";
export const b: Column | null = null;

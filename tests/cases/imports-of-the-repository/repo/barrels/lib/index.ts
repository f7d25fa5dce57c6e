export * from "./a";
export * as ns from "./b";
export { default as dflt } from "./c";
import { inner } from "./a";
export const renamed = inner;

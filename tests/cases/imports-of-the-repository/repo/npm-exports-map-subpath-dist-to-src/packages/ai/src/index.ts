export * from "./client";
export { make as build } from "./make";

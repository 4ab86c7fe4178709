/** One way in which Tackle could be broken. */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly rows: readonly number[];
  readonly part?: string;
}
export const MUTATIONS: readonly Mutation[];

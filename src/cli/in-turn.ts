/** What is under way, by name. */
export type Turns = Map<string, Promise<unknown>>;

/** Does something when all that was to be done before by the same name is done, whatever came of it. */
export async function inTurn<T>(turns: Turns, name: string, act: () => Promise<T>): Promise<T> {
  const mine = (turns.get(name) ?? Promise.resolve()).then(act, act);
  turns.set(name, mine);
  return await mine;
}

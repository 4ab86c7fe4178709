/** What is done within so many milliseconds, or what stands for it; what is late is told to stop. */
export async function inTime<T>(
  patience: number,
  late: T,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const tooLate = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      resolve(late);
      tooLate.abort();
    }, patience);
  });
  try {
    return await Promise.race([act(tooLate.signal), waited]);
  } finally {
    clearTimeout(timer);
  }
}

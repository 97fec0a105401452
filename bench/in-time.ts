/** What a promise comes to, if it does within so many seconds; else an error with these words. */
export async function inTime<T>(promise: Promise<T>, seconds: number, otherwise: string): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(otherwise)), seconds * 1_000)
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer))
}

/**
 * What a promise fails with; one that does not fail, and what is none, fails here. `expect(promise).rejects` of the runner holds the loop
 * up to a second where the promise waits for the disk.
 */
export async function failureOf(promise: unknown): Promise<unknown> {
  try {
    await promise
  } catch (failure) {
    return failure
  }
  throw new Error('it should have failed')
}

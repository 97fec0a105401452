/**
 * How long tests wait for what must come: twice as long as a page stays away at the most from a server that it did not reach
 * (sdk/backoff.ts). Nobody waits so long when all is well; it is for a machine that is many times slower, or does much else.
 * What is slow is for bench/ to say, and never a reason to fail.
 */
export const PATIENCE_MS = 60_000
/** Of a whole test: a wait complains first, and says for what. */
export const TEST_MS = 180_000

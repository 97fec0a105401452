/** The bound of sdk/outbox.ts once more, for late parts: what the first load handed out to them would make it longer. */
export const MOST_UNSENT = 1_000

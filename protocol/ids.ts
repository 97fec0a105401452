import * as v from 'valibot'

/** Random, so that nothing can be found by counting (threats.md T-3). Crockford's base 32 in lower case. */
export const roomId = v.pipe(v.string(), v.regex(/^r[0-9a-hjkmnp-tv-z]{12}$/))
export const principalId = v.pipe(v.string(), v.regex(/^p[0-9a-hjkmnp-tv-z]{16}$/))
/** A random UUID that the client makes for a command and keeps until it is answered (P-5). */
export const clientId = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/))
/** The place of an event in its room: 1, 2, 3 … without holes (P-1). */
export const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
/** A cursor: the last number seen, 0 before the first. */
export const cursor = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** Random id of a room's log; another one means that the log went back (restore). */
export const epoch = v.pipe(v.string(), v.regex(/^[0-9a-hjkmnp-tv-z]{12}$/))

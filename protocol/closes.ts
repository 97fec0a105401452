/** Close codes come in ranges, so that a client needs no list (promises.md 1). */
export const closes = {
  binary: 1003,
  tooBig: 1009,
  goingAway: 1001,
  nonsense: 4400,
  sessionOver: 4401,
  banned: 4403,
  tooManyConnections: 4409,
  flood: 4429,
  restarting: 4503,
  silent: 4508,
} as const

/** 4400–4499: stay away until a person asks. Every other code, 1006 too, means: come back with jitter and resume. */
export const mayReturn = (code: number): boolean => code < 4400 || code > 4499

import * as v from 'valibot'

/**
 * What the coordinator and a load maker say to each other. Times are ms of `sharedMs`, the one clock that all processes
 * of a machine have together.
 */
const crowd = v.object({
  do: v.literal('crowd'),
  port: v.number(),
  /** How many there should be; who is too many goes. */
  people: v.number(),
  /** People of a room; null: all are in one, also those of other load makers. */
  perRoom: v.nullable(v.number()),
  /** One of so many speaks, and another one is a probe. */
  every: v.number(),
  /** Nobody comes after that. */
  untilMs: v.number(),
})
const speak = v.object({
  do: v.literal('speak'),
  run: v.number(),
  /** Messages a second of all that are here. */
  rate: v.number(),
  startMs: v.number(),
  warmMs: v.number(),
  windowMs: v.number(),
  /** For what is not answered yet when all is said. */
  patienceMs: v.number(),
})
const hear = v.object({
  do: v.literal('hear'),
  /** What was stored in the one room by all; null: each room is only here. */
  said: v.nullable(v.number()),
  patienceMs: v.number(),
})
export const order = v.variant('do', [crowd, speak, hear])
export type Order = v.InferOutput<typeof order>
export type CrowdOrder = v.InferOutput<typeof crowd>
export type SpeakOrder = v.InferOutput<typeof speak>

/** ms; -1 where nothing was recorded. */
const quantiles = v.object({ count: v.number(), p50: v.number(), p99: v.number(), p999: v.number(), max: v.number() })

const gathered = v.object({ is: v.literal('gathered'), people: v.number() })
const spoken = v.object({
  is: v.literal('spoken'),
  due: v.number(),
  sent: v.number(),
  stored: v.number(),
  refused: v.number(),
  /** The first refusal, as it came; '' where there was none. */
  refusal: v.string(),
  /** How late the latest message left, and the share of a core that this process took. */
  lateMs: v.number(),
  busy: v.number(),
  /** What all who are here got in the window. */
  frames: v.number(),
  bytes: v.number(),
  answer: quantiles,
})
const heard = v.object({
  is: v.literal('heard'),
  /** Messages that a probe should have got and has not, or has got twice or in another order; connections that were lost. */
  missing: v.number(),
  /** People who got other bytes than the others of their room. */
  uneven: v.number(),
  disordered: v.number(),
  lost: v.number(),
  /** Messages that one probe got in the window, on average. */
  perProbe: v.number(),
  delivery: quantiles,
})
/** `code` is the system's, or ''. */
const failed = v.object({ is: v.literal('failed'), code: v.string(), words: v.string() })
export const report = v.variant('is', [gathered, spoken, heard, failed])
export type Report = v.InferOutput<typeof report>
export type Spoken = v.InferOutput<typeof spoken>
export type Heard = v.InferOutput<typeof heard>

/** Since 1970, but steady: between processes it differs by what the system's clock was set meanwhile. */
export const sharedMs = (): number => performance.timeOrigin + performance.now()

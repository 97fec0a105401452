import { parseJson } from '#server/kit/bounded-json.ts'
import { Refusal } from '#server/kit/refusal.ts'

export type Decoded = { ref: number; name: string; input: unknown }

const MOST_REF = 2 ** 31

/** The `ref` at the head of a frame that may not be read in full, where it is written in digits alone; else 0. */
export function refOf(text: string): number {
  const ref = Number(/^\s*\[\s*(\d{1,10})\s*,/.exec(text)?.[1] ?? 0)
  return ref <= MOST_REF ? ref : 0
}

/** Text to a command's frame: JSON, bounds, envelope. Refuses with `bad_json`; what is inside the input is the schema's. */
export function decode(text: string): Decoded {
  const frame = parseJson(text)
  if (!Array.isArray(frame) || frame.length !== 3) throw new Refusal('bad_json')
  const [, name, input]: unknown[] = frame
  // Not the parsed one: 7.0 is 7 too, and would be answered under 0, which nobody waits for.
  const ref = refOf(text)
  if (ref === 0 || typeof name !== 'string') throw new Refusal('bad_json')
  return { ref, name, input }
}

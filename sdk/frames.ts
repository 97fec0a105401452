import type { ServerFrame } from '#protocol/index.ts'

/** A kind that is missing here does not compile. */
const kinds: Record<ServerFrame[1], true> = {
  ok: true,
  no: true,
  unknown: true,
  events: true,
  people: true,
  typing: true,
  heads: true,
  goaway: true,
  erasing: true,
  out: true,
  marks: true,
  settings: true,
  mine: true,
  bells: true,
  read: true,
  receipts: true,
}

/**
 * Reads what the server said: a frame, `other` for a kind that a newer server may know (it is passed over), or `garbled`
 * for what is no frame at all. The body is not checked: the server's own tests hold it against `protocol/`, and a
 * validator would cost the page more than it protects it from.
 */
export function readFrame(text: string): ServerFrame | 'other' | 'garbled' {
  const frame = parse(text)
  if (!isFrame(frame)) return 'garbled'
  return isKnown(frame) ? frame : 'other'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type AnyFrame = readonly [ref: number, kind: string, body: object]

function isFrame(frame: unknown): frame is AnyFrame {
  if (!Array.isArray(frame) || frame.length < 3) return false
  return (
    typeof frame[0] === 'number' && typeof frame[1] === 'string' && typeof frame[2] === 'object' && frame[2] !== null
  )
}

const isKnown = (frame: AnyFrame | ServerFrame): frame is ServerFrame => Object.hasOwn(kinds, frame[1])

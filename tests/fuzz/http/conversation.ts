import { connect } from 'node:net'
import { PATIENCE_MS } from '#tests/kit/patience.ts'
import type { Dice } from '../dice.ts'
import { pieces } from '../hostile-bytes.ts'
import type { Asked } from './make-request.ts'

export type HttpAnswer = { status: number; head: string; headers: ReadonlyMap<string, string>; body: Buffer }
/** What came of a connection. `silent`: it was still open, and something whole had no answer. */
export type Heard = { answers: HttpAnswer[]; ended: boolean; silent: boolean }

const MOST_ANSWER_BYTES = 8 * 1024 * 1024

/** Sends some requests one behind the other on one connection, in pieces, and reads what comes. */
export function converse(port: number, asked: readonly Asked[], dice: Dice): Promise<Heard> {
  const mustAnswer = asked.every(({ isWhole }) => isWhole)
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let bytes = Buffer.alloc(0)
    const done = (ended: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      const { answers: all } = readAnswers(bytes, asked, ended)
      // Where one has no end, what is behind it is a part of it or not, and whose answer is whose cannot be told.
      const answers = mustAnswer ? all : all.slice(0, 1)
      resolve({ answers, ended, silent: !ended && mustAnswer && answers.length < asked.length })
    }
    const timer = setTimeout(() => done(false), PATIENCE_MS)
    socket.on('data', (piece: Buffer) => {
      bytes = Buffer.concat([bytes, piece])
      const { answers, rest } = readAnswers(bytes, asked, false)
      if (
        (answers.length >= asked.length && rest === 0) ||
        answers.at(-1)?.status === 101 ||
        bytes.length > MOST_ANSWER_BYTES
      )
        done(false)
    })
    socket.on('close', () => done(true))
    socket.on('error', () => done(true))
    void drip(socket, Buffer.concat(asked.map((one) => one.bytes)), dice).then(async () => {
      if (mustAnswer) return
      // What has no end is not answered. Somebody else who asks later is: by then it would have been.
      await fetch(`http://127.0.0.1:${port}/healthz`)
      done(false)
    })
  })
}

async function drip(socket: ReturnType<typeof connect>, bytes: Buffer, dice: Dice): Promise<void> {
  for (const piece of dice.oneIn(4) ? pieces(bytes, dice) : [bytes]) {
    await new Promise<void>((resolve) => socket.write(piece, () => resolve()))
    await Bun.sleep(0)
  }
}

/** The answers that are whole; `rest`: bytes of the one that is not. */
function readAnswers(bytes: Buffer, asked: readonly Asked[], ended: boolean): { answers: HttpAnswer[]; rest: number } {
  const answers: HttpAnswer[] = []
  let at = 0
  while (at < bytes.length) {
    const end = bytes.indexOf('\r\n\r\n', at)
    if (end < 0) break
    const head = bytes.toString('latin1', at, end)
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0)
    const headers = headersOf(head)
    const isBodiless =
      status < 200 || status === 204 || status === 304 || asked[answers.length]?.method.toUpperCase() === 'HEAD'
    const body = isBodiless ? { bytes: Buffer.alloc(0), taken: 0 } : bodyOf(bytes.subarray(end + 4), headers, ended)
    if (body === null) break
    at = end + 4 + body.taken
    // 100 is no answer yet.
    if (status !== 100) answers.push({ status, head, headers, body: body.bytes })
    if (status === 101) return { answers, rest: 0 }
  }
  return { answers, rest: bytes.length - at }
}

function headersOf(head: string): Map<string, string> {
  const lines = head.split('\r\n').slice(1)
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
}

function bodyOf(
  bytes: Buffer,
  headers: ReadonlyMap<string, string>,
  ended: boolean,
): { bytes: Buffer; taken: number } | null {
  if (headers.get('transfer-encoding') === 'chunked') return chunksOf(bytes)
  const length = Number(headers.get('content-length') ?? (ended ? bytes.length : Number.NaN))
  if (Number.isNaN(length)) return { bytes: Buffer.alloc(0), taken: 0 }
  return bytes.length < length ? null : { bytes: bytes.subarray(0, length), taken: length }
}

function chunksOf(bytes: Buffer): { bytes: Buffer; taken: number } | null {
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const end = bytes.indexOf('\r\n', at)
    if (end < 0) return null
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16)
    const next = end + 2 + size + 2
    if (Number.isNaN(size) || next > bytes.length) return null
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = next
    if (size === 0) return { bytes: Buffer.concat(parts), taken: at }
  }
}

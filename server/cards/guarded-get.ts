import type { Socket } from 'node:net'
import { createGuardedWay, type OpenWay, orLate, requestHead, type WayNeeds } from '#server/kit/guarded-way.ts'
import { type AnswerHead, HeadReader } from './answer-head.ts'
import { type BodyReader, bodyReader, lengthOf } from './body-reader.ts'
import { readPageAddress } from './page-address.ts'

/** From the first name that is looked up to the last byte, redirects included (threats.md 5). */
const PATIENCE_MS = 3_000
const MOST_HOPS = 3
/** Of one site, wherever pages and their pictures lead: the server is nobody's tool against it. */
const MOST_OF_A_HOST = 4
const FIRST_BYTES = 16 * 1024
const BORDER_BYTES = 16

/** Who asks: a site that does not want to be asked can tell. */
export const USER_AGENT = 'Mozilla/5.0 (compatible; Teahouse link cards)'

export type GetNeeds = WayNeeds & {
  patienceMs?: number
  /** The way out; tests that let a single site through bring their own. */
  openWay?: OpenWay
}

/** What is wanted of an answer of this type: how many bytes, and whether it is still of use where they were not all. Null: nothing. */
export type Wanted = { bytes: number; cut: boolean; enough?(bytes: Buffer): boolean }
export type Wish = { accept: string; want(type: string): Wanted | null }

/** `url`: where it really is, after redirects. `type`: the whole Content-Type. */
export type Got = { url: URL; type: string; body: Buffer }
export type Get = (url: URL, wish: Wish) => Promise<Got>

/**
 * A GET that cannot be led inwards (T-43) and costs no more than it may (T-44): each redirect is looked at as the first address
 * was, all has to happen within the time, and the connection is cut when there is enough. No cookie, no referer, no
 * language. Rejects where there is nothing of use; what is packed, though we asked for it plain, is of none.
 */
export function createGuardedGet({ patienceMs = PATIENCE_MS, ...needs }: GetNeeds): Get {
  const openWay = needs.openWay ?? createGuardedWay(needs)
  /** Hosts that are asked now: as many as callers at the most. */
  const asked = new Map<string, number>()

  async function askAlone(url: URL, wish: Wish, deadline: AbortSignal): Promise<Answer> {
    const before = asked.get(url.host) ?? 0
    if (before >= MOST_OF_A_HOST) throw new Error('the site is asked already')
    asked.set(url.host, before + 1)
    try {
      return await ask(openWay, url, wish, deadline)
    } finally {
      const left = (asked.get(url.host) ?? 1) - 1
      if (left > 0) asked.set(url.host, left)
      else asked.delete(url.host)
    }
  }

  return async function get(first, wish) {
    const deadline = AbortSignal.timeout(patienceMs)
    for (let url = first, hops = 0; ; hops++) {
      const answer = await askAlone(url, wish, deadline)
      if (!('location' in answer)) return { url, ...answer }
      const next = readPageAddress(answer.location, needs.allowPrivate, url)
      if (!next) throw new Error('the redirect leads where nobody may go')
      if (hops === MOST_HOPS) throw new Error('there are too many redirects')
      url = next
    }
  }
}

type Answer = { location: string } | Omit<Got, 'url'>

async function ask(openWay: OpenWay, url: URL, wish: Wish, deadline: AbortSignal): Promise<Answer> {
  const { socket, opened } = await openWay(url, deadline)
  try {
    const headers = { 'User-Agent': USER_AGENT, Accept: wish.accept, 'Accept-Encoding': 'identity' }
    socket.once(opened, () => socket.write(requestHead('GET', url, headers)))
    return await orLate(readAnswer(socket, wish), deadline)
  } finally {
    socket.destroy()
  }
}

function readAnswer(socket: Socket, { want }: Wish): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const reading = new Reading(want)
    const settle = (isOver: boolean) => {
      const answer = reading.answer(isOver)
      if (answer) resolve(answer)
    }
    socket.on('data', (bytes: Buffer) => {
      try {
        reading.take(bytes)
        settle(false)
      } catch (error) {
        reject(error)
      }
    })
    socket.on('error', reject)
    socket.on('close', () => {
      settle(true)
      reject(new Error('no answer'))
    })
  })
}

/** What is heard of one answer. */
class Reading {
  readonly #want: Wish['want']
  readonly #heads = new HeadReader()
  #location: string | null = null
  #body: Body | null = null

  constructor(want: Wish['want']) {
    this.#want = want
  }

  take(bytes: Buffer): void {
    if (this.#body) {
      this.#body.take(bytes)
      return
    }
    const found = this.#heads.take(bytes)
    if (!found) return
    this.#location = locationOf(found.head)
    if (this.#location !== null) return
    this.#body = new Body(found.head, this.#want)
    this.#body.take(found.rest)
  }

  /** Null: it is not all here. */
  answer(isOver: boolean): Answer | null {
    if (this.#location !== null) return { location: this.#location }
    return this.#body?.isEnough(isOver) ? this.#body.got() : null
  }
}

class Body {
  readonly #type: string
  readonly #wanted: Wanted
  readonly #reader: BodyReader
  /** Grows by doubling: whoever sends single bytes costs no more than who sends many at once. */
  #held: Buffer = Buffer.alloc(FIRST_BYTES)
  #bytes = 0
  #enough = false

  constructor({ status, headers }: AnswerHead, want: Wish['want']) {
    if (status !== 200) throw new Error('the page is not there')
    this.#type = headers.get('content-type') ?? ''
    const wanted = want(mediaType(this.#type))
    if (!wanted) throw new Error('it is no page')
    const length = lengthOf(headers)
    if (!wanted.cut && Number.isFinite(length) && length > wanted.bytes) throw new Error('it is too large')
    if ((headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity') throw new Error('it is packed')
    this.#wanted = wanted
    this.#reader = bodyReader(headers)
  }

  take(bytes: Buffer): void {
    for (const piece of this.#reader.take(bytes)) this.#add(piece)
  }

  isEnough(isOver: boolean): boolean {
    return this.#enough || this.#reader.done || (isOver && (this.#wanted.cut || this.#reader.isOpenEnded))
  }

  got(): Omit<Got, 'url'> {
    return { type: this.#type, body: this.#held.subarray(0, Math.min(this.#bytes, this.#wanted.bytes)) }
  }

  #add(piece: Buffer): void {
    const { bytes, cut, enough } = this.#wanted
    if (this.#enough) return
    if (this.#bytes + piece.length > bytes && !cut) throw new Error('it is too large')
    const before = this.#bytes
    this.#append(piece)
    // A sign may lie on the border of two pieces.
    const around = this.#held.subarray(Math.max(0, before - BORDER_BYTES), this.#bytes)
    this.#enough = this.#bytes >= bytes ? cut : enough?.(around) === true
  }

  #append(piece: Buffer): void {
    const bytes = this.#bytes + piece.length
    if (bytes > this.#held.length) {
      const held = Buffer.alloc(Math.max(bytes, this.#held.length * 2))
      this.#held.copy(held, 0, 0, this.#bytes)
      this.#held = held
    }
    piece.copy(this.#held, this.#bytes)
    this.#bytes = bytes
  }
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const locationOf = ({ status, headers }: AnswerHead): string | null =>
  redirects.has(status) ? (headers.get('location') ?? '') : null

export const mediaType = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase()

import { S3Client as Client, type S3Client } from 'bun'
import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** Where a bucket is, and who asks. Nothing of it but bucket and prefix is ever logged (T-20). */
export type S3Place = {
  bucket: string
  /** Before every name; '' or with a slash at its end. */
  prefix: string
  /** Null: that of Amazon in `region`. */
  endpoint: string | null
  region: string
  accessKeyId: string
  secretAccessKey: string
}

export type S3DoorNeeds = {
  place: S3Place
  clock: Pick<Clock, 'after'>
  /** Why a request failed, in words for who runs the house. */
  onTrouble(why: string): void
}

/** `mostBytes`: an answer with more is not read. */
type Sent = { body?: Blob; range?: string; waitMs: number; mostBytes?: number }

/** An address is signed when it is used; this is for clocks that differ. */
const SIGNED_S = 900
const RETRY_MS = 5_000
const LIST_MS = 30_000
/** Of an answer of which only its head is wanted, or its code. */
const MOST_BYTES = 64 * 1024
const FULL = /^(EntityTooLarge|QuotaExceeded|XMinioStorageFull|XMinioAdminBucketQuotaExceeded|InsufficientStorage)$/

/**
 * One bucket, by Bun's S3 client: it signs, `fetch` carries, so that each request has a deadline, a body that comes from the disk,
 * and an answer that can be looked at. Whatever goes wrong is told to the diary, and is `unavailable` or `storage_full` to who asks.
 */
export class S3Door {
  readonly #needs: S3DoorNeeds
  readonly #client: S3Client

  constructor(needs: S3DoorNeeds) {
    const { endpoint, prefix: _, ...place } = needs.place
    this.#needs = needs
    this.#client = new Client({ ...place, ...(endpoint !== null && { endpoint }) })
  }

  /** The answer when it is a good one; null when there is no such thing. */
  async ask(
    method: 'GET' | 'PUT' | 'DELETE',
    name: string,
    { body, range, waitMs, mostBytes = MOST_BYTES }: Sent,
  ): Promise<Answer | null> {
    const address = this.#client.presign(`${this.#needs.place.prefix}${name}`, { method, expiresIn: SIGNED_S })
    try {
      return await this.#within(waitMs, async (signal) => {
        const answer = await fetch(address, {
          method,
          signal,
          redirect: 'manual',
          ...(body && { body }),
          ...(range !== undefined && { headers: { Range: range } }),
        })
        if (answer.ok)
          return { headers: answer.headers, status: answer.status, bytes: await bytesOf(answer, mostBytes) }
        const code = codeOf(Buffer.from(await bytesOf(answer, MOST_BYTES)).toString())
        if (answer.status === 404 && (code === 'NoSuchKey' || code === '')) return null
        throw new Said(answer.status, code)
      })
    } catch (error) {
      throw this.refusalFor(error)
    }
  }

  /** Names behind the prefix, with what is known of them. */
  async *list(): AsyncGenerator<{ name: string; bytes: number; putMs: number }> {
    const { prefix } = this.#needs.place
    for (let after: string | undefined, more = true; more; ) {
      const page = await this.#page(after)
      const found = page.contents ?? []
      for (const { key, size, lastModified } of found)
        yield { name: key.slice(prefix.length), bytes: size ?? 0, putMs: Date.parse(lastModified ?? '') || Date.now() }
      after = found.at(-1)?.key
      more = page.isTruncated === true && after !== undefined
    }
  }

  async #page(startAfter: string | undefined) {
    const { prefix } = this.#needs.place
    try {
      return await this.#within(LIST_MS, () =>
        this.#client.list({
          ...(prefix !== '' && { prefix }),
          ...(startAfter !== undefined && { startAfter }),
          maxKeys: 1_000,
        }),
      )
    } catch (error) {
      throw this.refusalFor(error)
    }
  }

  /** What whoever asked is told; the diary is told why. */
  refusalFor(error: unknown): Refusal {
    if (error instanceof Refusal) return error
    const why = wordsOf(error)
    this.#needs.onTrouble(why)
    const isFull = error instanceof Said && (error.status === 507 || FULL.test(error.code))
    return new Refusal(isFull ? 'storage_full' : 'unavailable', { retry_after_ms: RETRY_MS })
  }

  /** A store that says nothing holds nobody for longer. */
  async #within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const ending = new AbortController()
    const late = Promise.withResolvers<never>()
    late.promise.catch(() => {})
    const stop = this.#needs.clock.after(ms, () => {
      late.reject(new Error(`no answer within ${Math.round(ms / 1_000)} s`))
      ending.abort()
    })
    try {
      return await Promise.race([work(ending.signal), late.promise])
    } finally {
      stop()
    }
  }
}

export type Answer = { status: number; headers: Headers; bytes: Uint8Array<ArrayBuffer> }

/** Whatever it sends, it fills no memory. */
async function bytesOf(answer: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of answer.body ?? []) {
    bytes += piece.length
    if (bytes > most) throw new Error('it sent more than was asked for')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** A no of the store. */
class Said extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string) {
    super(`it answered ${status}${code === '' ? '' : ` ${code}`}${adviceFor(code)}`)
    this.status = status
    this.code = code
  }
}

const codeOf = (text: string): string => /<Code>([A-Za-z0-9]{1,64})<\/Code>/.exec(text)?.[1] ?? ''

function adviceFor(code: string): string {
  switch (code) {
    case 'NoSuchBucket':
      return ': there is no such bucket; FILES_URL names it, S3_ENDPOINT and S3_REGION where it is'
    case 'InvalidAccessKeyId':
      return ': it does not know this S3_ACCESS_KEY_ID'
    case 'SignatureDoesNotMatch':
      return ': S3_SECRET_ACCESS_KEY does not fit S3_ACCESS_KEY_ID'
    case 'AccessDenied':
      return ': this key may not read, write, delete and list in the bucket'
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
      return ': the bucket is in another region than S3_REGION says'
    case 'RequestTimeTooSkewed':
      return ': the clocks of this machine and of the store differ'
    default:
      return ''
  }
}

/** Never an address: it carries a signature. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const words = error instanceof Said ? error.message : code || error.message
  return words.replaceAll(/https?:\/\/\S+/gi, '…').slice(0, 200)
}

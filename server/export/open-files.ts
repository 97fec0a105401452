import { Refusal } from '#server/kit/refusal.ts'

const BUSY_RETRY_MS = 10_000
/** Who takes a place has as many as whom it was taken from, or fewer: so nothing is taken back and forth. */
const LEAST_LEAD = 2

export type OpenQuota = { exportsPerPerson: number; exportsOpen: number }
/** `network`: where the person comes from, wide enough that more of them are not had for nothing. */
export type Reading = { person: string; network: string }
type OpenFile = Reading & { cut(): void }

const shares: readonly ((reading: Reading) => string)[] = [({ network }) => network, ({ person }) => person]

/** The files that are being read: each holds a page in memory for as long as its reader likes. */
export class OpenFiles {
  readonly #quota: OpenQuota
  /** In the order of their beginning. */
  readonly #open = new Set<OpenFile>()

  constructor(quota: OpenQuota) {
    this.#quota = quota
  }

  /**
   * Counts one more; returns its end, which may be called again. Refuses with `busy` where this person, or all, have as many as may be. All have
   * that and a network, or else a person, has a larger part of it: that one's oldest file is `cut`, once, and counts no more.
   */
  begin(file: OpenFile): () => void {
    const inTheWay = this.requirePlace(file)
    if (inTheWay) {
      this.#open.delete(inTheWay)
      inTheWay.cut()
    }
    this.#open.add(file)
    return () => void this.#open.delete(file)
  }

  /** Refuses as `begin` would, and takes nothing: what would be in the way; null: there is a place. */
  requirePlace(reading: Reading): OpenFile | null {
    const open = [...this.#open]
    const own = open.filter(({ person }) => person === reading.person)
    if (own.length >= this.#quota.exportsPerPerson) throw busy()
    if (open.length < this.#quota.exportsOpen) return null
    for (const shareOf of shares) {
      const groups = Map.groupBy(open, shareOf)
      const mine = groups.get(shareOf(reading))?.length ?? 0
      const largest = [...groups.values()].reduce((most, group) => (group.length > most.length ? group : most), [])
      const [oldest] = largest
      if (oldest && largest.length >= mine + LEAST_LEAD) return oldest
    }
    throw busy()
  }
}

const busy = (): Refusal => new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS })

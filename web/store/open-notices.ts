/** A notification that is on the screen: the highest number that it tells of. */
type OpenNotice = { upTo: number; close: () => void }

/** A room by its address. */
type Named = { name: string }

/** Systems show few; what is older than so many rooms is left to them. */
const MOST = 50

class OpenNotices {
  readonly #open = new Map<string, OpenNotice>()
  #go: (room: Named, seq: number | undefined) => void = () => {}

  add(room: string, notice: OpenNotice): void {
    const [oldest] = this.#open.keys()
    if (oldest !== undefined && this.#open.size >= MOST) this.#open.delete(oldest)
    this.#open.set(room, notice)
  }

  close(room: string): void {
    this.#open.get(room)?.close()
    this.#open.delete(room)
  }

  /** Somebody has read up to a number, here or on another device. */
  read(room: string, upTo: number): void {
    const notice = this.#open.get(room)
    if (notice && notice.upTo <= upTo) this.close(room)
  }

  /** Who knows how to go to another room says it here. */
  leadBy(go: (room: Named, seq: number | undefined) => void): void {
    this.#go = go
  }

  goTo(room: Named, seq: number | undefined): void {
    this.#go(room, seq)
  }
}

/** The notifications of this tab, by room. */
export const openNotices = new OpenNotices()

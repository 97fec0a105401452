export type AddressBounds = { inAll: number; perAddress: number; pendingPerAddress: number }

/** Open sockets by address, of every protocol together: all of them, and those that have not said who they are. */
export class AddressCounts {
  readonly #bounds: AddressBounds
  readonly #open = new Map<string, number>()
  readonly #pending = new Map<string, number>()
  #inAll = 0

  constructor(bounds: AddressBounds) {
    this.#bounds = bounds
  }

  /** False when there are too many sockets, or this address has too many, or too many that have not said who they are. */
  hasRoom(address: string): boolean {
    const { inAll, perAddress, pendingPerAddress } = this.#bounds
    if (this.#inAll >= inAll) return false
    return count(this.#open, address) < perAddress && count(this.#pending, address) < pendingPerAddress
  }

  /** A socket has opened. It counts as pending until `greeted`. */
  opened(address: string): void {
    this.#inAll++
    change(this.#open, address, 1)
    change(this.#pending, address, 1)
  }

  greeted(address: string): void {
    change(this.#pending, address, -1)
  }

  /** Nobody speaks through it any more, but it is still open. */
  parted(address: string): void {
    change(this.#pending, address, 1)
  }

  closed(address: string, wasPending: boolean): void {
    this.#inAll--
    change(this.#open, address, -1)
    if (wasPending) change(this.#pending, address, -1)
  }
}

const count = (map: ReadonlyMap<string, number>, key: string): number => map.get(key) ?? 0

function change(map: Map<string, number>, key: string, by: number): void {
  const next = count(map, key) + by
  if (next > 0) map.set(key, next)
  else map.delete(key)
}

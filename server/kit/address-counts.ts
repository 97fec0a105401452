export type AddressBounds = { perAddress: number; pendingPerAddress: number }

/** Open sockets by address, of every protocol together: all of them, and those that have not said who they are. */
export class AddressCounts {
  readonly #bounds: AddressBounds
  readonly #open = new Map<string, number>()
  readonly #pending = new Map<string, number>()

  constructor(bounds: AddressBounds) {
    this.#bounds = bounds
  }

  /** False when this address has too many sockets, or too many that have not said who they are. */
  hasRoom(address: string): boolean {
    const { perAddress, pendingPerAddress } = this.#bounds
    return count(this.#open, address) < perAddress && count(this.#pending, address) < pendingPerAddress
  }

  /** A socket has opened. It counts as pending until `greeted`. */
  opened(address: string): void {
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

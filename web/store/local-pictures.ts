/** Own pictures that were just sent are shown from this device: they are not fetched again, and nothing flashes. */
const MOST_LOCAL = 30

const addresses = new Map<string, string>()

/** `url`: an address of this page that holds the picture of the file; from now on it is held here. */
export function keepLocal(file: string, url: string): void {
  addresses.set(file, url)
  const [oldest] = addresses
  if (addresses.size <= MOST_LOCAL || !oldest) return
  addresses.delete(oldest[0])
  // What shows it has it already.
  URL.revokeObjectURL(oldest[1])
}

export const localPicture = (file: string): string | undefined => addresses.get(file)

export function forgetLocal(): void {
  for (const url of addresses.values()) URL.revokeObjectURL(url)
  addresses.clear()
}

import { open } from 'node:fs/promises'

/** Resolves when the bytes of a file, or the names in a folder, outlive a power loss. */
export async function makeDurable(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

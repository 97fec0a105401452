import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/**
 * Puts the folder `from` in the place of `to`, whole. Of several who do so in one moment one is there in the end: who finds that another came
 * between leaves that one's, which is as new, and its own where it is.
 */
export async function replaceFolder(from: string, to: string): Promise<void> {
  const old = `${from}.old`
  await mkdir(path.dirname(to), { recursive: true })
  // Nothing is there: it is the first, or another has put it aside.
  await rename(to, old).catch(passOver('ENOENT'))
  await rename(from, to).catch(passOver('ENOTEMPTY', 'EEXIST'))
  await rm(old, { recursive: true, force: true })
}

const passOver =
  (...codes: string[]) =>
  (error: unknown): void => {
    if (!(error instanceof Error && 'code' in error && codes.includes(String(error.code)))) throw error
  }

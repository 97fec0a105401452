import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from '#server/kit/start-refused.ts'

const SECRET_BYTES = 32

/** The signing secret of an installation: made at the first start, readable by its owner alone (T-72). */
export function readSecret(folder: string): Buffer {
  const path = join(folder, 'secret')
  try {
    const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex')
    if (secret.length !== SECRET_BYTES)
      throw new StartRefused(
        `${path} is damaged: ${SECRET_BYTES} bytes in hexadecimal are expected. Restore it from a backup, or remove it: then everybody is a new guest.`,
      )
    return secret
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    return makeSecret(path)
  }
}

function makeSecret(path: string): Buffer {
  const secret = randomBytes(SECRET_BYTES)
  const file = openSync(path, 'wx', 0o600)
  writeSync(file, `${secret.toString('hex')}\n`)
  fsyncSync(file)
  closeSync(file)
  return secret
}

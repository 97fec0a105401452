import { accessSync, constants, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asSentence } from '../refused.ts'

export type Line = { name: string; value: string }

/** Refuses where the file could not be written: before anybody waits for what shall stand in it. */
export function requireWritable(home: string): void {
  try {
    accessSync(home, constants.W_OK)
  } catch (error) {
    throw asSentence(error, home)
  }
}

export type Written = {
  path: string
  /** Set elsewhere: what stands in the environment goes before the file. */
  overruled: readonly string[]
}

/**
 * Puts the lines into `.env` in `home`, which the server reads at its start; all else in it stays. `env` is what is set
 * now, from the file or from elsewhere.
 */
export function writeEnvFile(
  home: string,
  lines: readonly Line[],
  env: Readonly<Record<string, string | undefined>>,
): Written {
  const path = join(home, '.env')
  const before = readIfThere(path)
  const text = lines.reduce((all, line) => withLine(all, line), before ?? '')
  const half = `${path}.${process.pid}.part`
  try {
    const mode = before === null ? 0o600 : statSync(path).mode & 0o777
    writeFileSync(half, text, { mode, flag: 'wx' })
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw asSentence(error, path)
  }
  const overruled = lines.filter(({ name }) => env[name] !== undefined && env[name] !== valueIn(before ?? '', name))
  return { path, overruled: overruled.map(({ name }) => name) }
}

const lineOf = (name: string): RegExp => new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=(.*)$`, 'gm')

/** The last one counts; all of that name say the same afterwards. */
export function withLine(text: string, { name, value }: Line): string {
  const said = `${name}=${value}`
  if (lineOf(name).test(text)) return text.replace(lineOf(name), said)
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${said}\n`
}

function valueIn(text: string, name: string): string | undefined {
  const last = [...text.matchAll(lineOf(name))].at(-1)?.[1]?.trim()
  return last?.replace(/^(["'])(.*)\1$/, '$2')
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw asSentence(error, path)
  }
}

/** 1: it was not done, or something is wrong. 2: it was asked wrongly, or cannot be read. */
export type ExitCode = 0 | 1 | 2

/** Why a command does not do what was asked: one sentence for whoever asked, and no stack. */
export class CommandRefused extends Error {
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** What the system says of a file, as a sentence; all else is thrown on. */
export function asSentence(error: unknown, path: string): CommandRefused {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new CommandRefused(`The disk of ${path} is full. Nothing was left behind there.`)
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new CommandRefused(`${path} may not be written by this user (${code}).`)
    case 'ENOENT':
    case 'ENOTDIR':
      return new CommandRefused(`There is no such place: ${path}`, 2)
    default:
      throw error
  }
}

import { commandWords } from '#bin/docs-command-words.ts'
import type { RefusalCode } from '#protocol/refusals.ts'

/** What any command may meet, as docs/protocol.md 12 says. */
export const everywhere: readonly RefusalCode[] = [
  'bad_json',
  'bad_field',
  'unknown_type',
  'hello_first',
  'rate_limited',
  'internal',
]
const own = new Map<string, ReadonlySet<unknown>>(
  Object.entries(commandWords).map(([name, { refusals }]) => [name, new Set(refusals)]),
)

/** Throws where a command is refused in a way that docs/protocol.md does not tell of: a client author must not be surprised. */
export function requireTold(name: string, code: unknown): void {
  if (everywhere.some((one) => one === code) || own.get(name)?.has(code)) return
  throw new Error(`docs/protocol.md does not say that ${name} may be refused with ${code}`)
}

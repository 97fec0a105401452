import { bringGuest } from './guest.ts'
import type { TestServer } from './server.ts'

const CODE = /\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b/

/** The code that the console has shown in its words from number `from` on. */
export const codeShown = ({ words }: { readonly words: readonly string[] }, from = 0): string | undefined =>
  CODE.exec(words.slice(from).join('\n'))?.[0]

/** The same, once it is there: it is written behind the line that says that the house is open. */
export const claimCode = (server: TestServer, from = 0): Promise<string> => server.found(() => codeShown(server, from))

/** Somebody owns the house from now on, and is not there any more. */
export async function claimHouse(server: TestServer): Promise<void> {
  const code = await claimCode(server)
  const owner = await bringGuest(server, { name: 'landlady', room: 'of-the-landlady' })
  await owner.client.call('owner.claim', { code })
  owner.leaves()
}

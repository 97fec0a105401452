import { newToken } from '#tests/kit/guest.ts'
import { joins, openV1, type V1Client } from '#tests/wire/v1-client.ts'
import { Broken, type Fault } from './fault.ts'

const TIMES = 1_000
const AT_ONCE = 50

/** One person on two lines: both say the same command in the same moment. One event, two equal answers (P-5). */
export const sameCid: Fault = {
  id: 'F-20',
  name: `the same client id from two connections, ${TIMES} times`,
  needs: [],
  takesS: 6,
  async run({ server }) {
    const token = await newToken(server.url)
    const lines = [await speaks(server, token), await speaks(server, token)]
    try {
      let equal = 0
      for (let at = 0; at < TIMES; at += AT_ONCE) {
        const rounds = Array.from({ length: AT_ONCE }, (_, of) => twice(lines, `${at + of}`))
        equal += (await Promise.all(rounds)).filter(Boolean).length
      }
      if (equal !== TIMES) throw new Broken(`${TIMES - equal} of ${TIMES} pairs of answers differ`)
      return `${TIMES} pairs of equal answers, one of each with dup`
    } finally {
      for (const line of lines) line.leaves()
    }
  },
}

async function twice(lines: readonly V1Client[], body: string): Promise<boolean> {
  const cid = crypto.randomUUID()
  const answers = await Promise.all(lines.map((line) => line.post(body, cid)))
  const numbers = new Set(answers.map(({ body: { seq, at, epoch } }) => `${seq} ${at} ${epoch}`))
  const again = answers.filter(({ body: { dup } }) => dup === true).length
  return answers.every(({ outcome }) => outcome === 'ok') && numbers.size === 1 && again === 1
}

async function speaks(server: { readonly port: number; readonly url: string }, token: string): Promise<V1Client> {
  const line = await openV1(server)
  await line.call('hello', { v: 1, token })
  await line.call('profile.set', { name: `twin ${token.slice(-8)}`, look: 0 })
  await joins(line, 'twins')
  return line
}

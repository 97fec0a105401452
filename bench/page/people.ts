import type { CDPSession, WebSocketRoute } from 'playwright-core'
import { limits } from '#protocol/limits.ts'
import { looks } from '#protocol/looks.ts'
import type { PeoplePush, PresentPerson } from '#protocol/people.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { during, type Load } from './load.ts'
import { take, type Watched } from './watch.ts'

export const COUNTED = 50_000
/** As often as the server tells: of the longest list that there is, and of a room that is too large for one. */
const BEAT_MS = 200
const LARGE_BEAT_MS = 1_000
export const CHANGES_A_BEAT = 5
const FOR_MS = 6_000

/** `openTask`: the longest task until the page of a room of 50,000 was there. */
export type Peopled = { openTask: number; elements: number; counted: Watched & Load; listed: Watched & Load }

const personOf = (at: number): PresentPerson => ({
  id: `p${String(at).padStart(16, '0')}`,
  name: `某人 ${at} of the crowd`,
  look: (at * 197 + 31) % looks,
  since_ms: Date.now() - (at % 600) * 60_000,
})

/**
 * A page in a room of 50,000 people, of whom only the number travels; then in one of as many as a list is sent of, where five come and
 * five go in each beat. Nobody is there: what the server would say of them is put into the page's line.
 */
export async function liveAmongPeople(visitor: Visitor, devtools: CDPSession): Promise<Peopled> {
  const { page } = visitor
  const tell = await rewritePeople(visitor)
  await page.reload()
  await visitor.isWhole()
  await page.getByText(visitor.words.people.count(COUNTED), { exact: true }).first().waitFor()
  await visitor.rests()
  const { longestTask: openTask } = await take(visitor)
  const counted = await during(visitor, devtools, () => beats(LARGE_BEAT_MS, (beat) => tell({ count: COUNTED + beat })))
  const crowd = Array.from({ length: limits.listedPeople }, (_, at) => personOf(at))
  tell({ count: crowd.length, all: crowd })
  await page.locator('.people-list-windowed').waitFor()
  const listed = await during(visitor, devtools, () =>
    beats(BEAT_MS, (beat) => {
      const came = Array.from({ length: CHANGES_A_BEAT }, (_, at) => personOf(1_000 + beat * CHANGES_A_BEAT + at))
      const went = crowd.splice(0, CHANGES_A_BEAT).map(({ id }) => id)
      crowd.push(...came)
      tell({ count: crowd.length, came, went })
    }),
  )
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  return { openTask, elements, counted, listed }
}

async function beats(everyMs: number, tell: (beat: number) => void): Promise<void> {
  for (let beat = 0; beat * everyMs < FOR_MS; beat++) {
    tell(beat)
    await Bun.sleep(everyMs)
  }
}

/** From the next load on the server's word on people is ours. Returns what tells more. */
async function rewritePeople({ page }: Visitor): Promise<(push: Omit<PeoplePush, 'room'>) => void> {
  const line: { now: WebSocketRoute | null; room: string } = { now: null, room: '' }
  await page.routeWebSocket('**/ws', (route) => {
    line.now = route
    route.connectToServer().onMessage((text) => {
      const frame: unknown = JSON.parse(String(text))
      const [ref, kind, body]: unknown[] = Array.isArray(frame) ? frame : []
      if (kind !== 'people' || typeof body !== 'object' || body === null || !('room' in body)) return route.send(text)
      line.room = String(body.room)
      route.send(JSON.stringify([ref, kind, { room: line.room, count: COUNTED }]))
    })
  })
  return (push) => line.now?.send(JSON.stringify([0, 'people', { room: line.room, ...push }]))
}

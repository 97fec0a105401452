import { mkdirSync } from 'node:fs'
import type { Browser, CDPSession } from 'playwright-core'
import { launchChromium } from '#tests/kit/chromium.ts'
import { newNamed } from '#tests/kit/guest.ts'
import { type Visitor, type VisitorOptions, visit } from '#tests/kit/page.ts'
import { type Contestant, out } from './contestants.ts'
import { buildPage } from './long-room.ts'
import { reasonBusy } from './machine.ts'
import type { Options } from './options.ts'
import { BURST } from './page/burst.ts'
import { Crowd } from './page/crowd.ts'
import { type Followed, follow } from './page/follow.ts'
import type { Load } from './page/load.ts'
import { liveAmongPeople, type Peopled } from './page/people.ts'
import { fillPictures, type Scrolled, scrollPictures } from './page/pictures.ts'
import { type Watched, watchPage } from './page/watch.ts'
import { startServer } from './server-process.ts'

/** The page as somebody has it: `slowed`: how many times slower than this machine. */
export const forms = {
  desktop: { name: 'desktop, 4 × slowed', slowed: 4, viewport: { width: 1280, height: 800 }, touch: false },
  phone: { name: 'phone, 4 × slowed', slowed: 4, viewport: { width: 390, height: 844 }, touch: true },
  plain: { name: 'desktop, not slowed', slowed: 1, viewport: { width: 1280, height: 800 }, touch: false },
} as const
export type Form = keyof typeof forms
/** A short run looks at these, within a minute and a half. */
const shortForms: readonly Form[] = ['desktop', 'plain']
export const allForms: readonly Form[] = ['desktop', 'phone', 'plain']

export type PageResults = {
  minutes: number
  browser: string
  followed: Record<Form, Followed[]>
  scrolled: Record<Form, Scrolled[]>
  peopled: Record<Form, Peopled[]>
}
type At = { url: string; socketUrl: string }

/** A new room is as good as empty: the window is full from the beginning, as it is in a room where much is said. */
const ALREADY_SAID = 320
const SHORT_MINUTES = 0.5
/** The limits of `teahouse-limits.ts` are those of talk; a crowd that answers and sends files asks for a little more. */
const more = { LINK_CARDS: 'off', LIMIT_FILE_READS_BURST: '100000', LIMIT_UPLOADS_BURST: '100000' }

/** Scenario (PERF-13): a page into which 200 messages a second come, and one that is full of pictures. */
export async function measurePage(
  teahouse: Contestant,
  options: Options,
  say: (line: string) => void,
): Promise<PageResults> {
  buildPage()
  mkdirSync(out, { recursive: true })
  const server = await startServer({ ...teahouse, env: { ...teahouse.env, ...more } })
  const at = { url: `http://127.0.0.1:${server.port}`, socketUrl: `ws://127.0.0.1:${server.port}/ws` }
  const browser = await launchChromium()
  try {
    const busy = options.busyOk ? null : await reasonBusy()
    if (busy) throw new Error(busy)
    const results: PageResults = {
      minutes: options.minutes,
      browser: `Chromium ${browser.version()}`,
      followed: { desktop: [], phone: [], plain: [] },
      scrolled: { desktop: [], phone: [], plain: [] },
      peopled: { desktop: [], phone: [], plain: [] },
    }
    await fillPictures(at, 'pictures')
    for (let round = 0; round < options.rounds; round++) {
      for (const form of formsOf(options)) {
        // The ten minutes are for what grows; how quick the page is in its other forms shows in half a minute.
        const minutes = form === 'desktop' ? options.minutes : Math.min(SHORT_MINUTES, options.minutes)
        const followed = await followRoom(browser, at, { form, minutes, room: `talk-${form}-${round}` })
        results.followed[form].push(followed)
        say(`${forms[form].name}, followed: ${toldOf(followed)}`)
        say(`${forms[form].name}, scrolled up: ${toldOf(followed.up)}`)
        const { tookMs, behindMs, longestTask } = followed.burst
        say(`${BURST} at once, stored within ${tookMs} ms: drawn ${behindMs} ms later, longest task ${longestTask} ms`)
        const scrolled = await visitAs(form, browser, at, 'pictures', scrollPictures)
        results.scrolled[form].push(scrolled)
        say(
          `${forms[form].name}, 50 pictures: ${toldOf(scrolled)}, ${scrolled.thumbs} thumbs, ${scrolled.wholes} files`,
        )
        // On a phone the list is a sheet that is seldom open.
        if (forms[form].touch) continue
        const peopled = await visitAs(form, browser, at, 'pictures', liveAmongPeople)
        results.peopled[form].push(peopled)
        say(
          `${forms[form].name}, 50,000 people: opened with a longest task of ${Math.round(peopled.openTask)} ms, ${toldOf(peopled.counted)}`,
        )
        say(`${forms[form].name}, 500 people listed: ${toldOf(peopled.listed)}`)
      }
    }
    return results
  } finally {
    await browser.close()
    await server.stop()
  }
}

function formsOf({ forms: named, quick }: Options): readonly Form[] {
  if (named.length > 0) return allForms.filter((form) => named.includes(form))
  return quick ? shortForms : allForms
}

type Turn = { form: Form; minutes: number; room: string }

async function followRoom(browser: Browser, at: At, { form, minutes, room }: Turn): Promise<Followed> {
  const crowd = new Crowd()
  try {
    await crowd.open(at, room)
    await crowd.say(ALREADY_SAID)
    const followed = await visitAs(form, browser, at, room, (visitor, devtools) =>
      follow({ visitor, devtools, crowd, minutes }),
    )
    if (crowd.refused > 0) throw new Error(`${crowd.refused} messages were not stored`)
    return followed
  } finally {
    crowd.leave()
  }
}

/** Does something with the page of somebody who has entered, in one of its forms. The page is loaded anew: it watches itself from then on. */
async function visitAs<T>(
  form: Form,
  browser: Browser,
  at: At,
  room: string,
  run: (visitor: Visitor, devtools: CDPSession) => Promise<T>,
): Promise<T> {
  const { slowed, viewport, touch } = forms[form]
  const token = await newNamed(at, { name: `Reader ${crypto.randomUUID().slice(0, 8)}` })
  const options: VisitorOptions = { viewport: { ...viewport }, touch, token, path: `/r/${room}` }
  const visitor = await visit(browser, at.url, options)
  try {
    await watchPage(visitor)
    await visitor.page.reload()
    await visitor.isIn()
    await visitor.bubbles.last().waitFor()
    const devtools = await visitor.devtools()
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowed })
    const result = await run(visitor, devtools)
    if (visitor.complaints.length > 0) throw new Error(`The page complained: ${visitor.complaints.join('; ')}`)
    return result
  } finally {
    await visitor.leave()
  }
}

const toldOf = ({ frames, seconds, frameP95, main, keyInp, mostRows, mostCommits, longestTask }: Watched & Load) =>
  `${(frames / seconds).toFixed(1)} fps, 95 % of frames within ${frameP95} ms, main thread ${Math.round(main * 100)} %, longest task ${Math.round(longestTask)} ms, keys ${keyInp} ms, ${mostRows} rows, ${mostCommits} commits a frame`

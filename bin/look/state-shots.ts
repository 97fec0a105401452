import type { Visitor } from '#tests/kit/page.ts'
import { sees } from './room-shots.ts'
import type { Look, Pose, Shot } from './studio.ts'
import type { Cast } from './talk.ts'

const few: readonly Look[] = ['desktop light zh', 'phone dark en']

/** What the page says when something is not as it should be. */
export function stateShots(cast: Cast): readonly Shot[] {
  const shot = (what: string, pose: Pose, some: readonly Look[] = few): Shot => ({
    what,
    looks: some,
    at: () => ({ path: cast.path, token: cast.me.token }),
    pose,
  })
  const whole = (what: string, pose: Pose, some?: readonly Look[]): Shot =>
    shot(
      what,
      async (visitor, set) => {
        await sees(visitor, cast)
        await pose(visitor, set)
      },
      some,
    )
  const stopped = (what: string, code: number) => whole(what, ends(code))
  return [
    prepared(shot('loading', loads), ({ line }) => line.answers('room.join', 'nothing')),
    whole('offline', goesOffline, ['phone light zh', 'desktop dark en', 'small dark en']),
    whole('lost', losesLine, ['desktop light zh', 'phone dark en', 'small light en']),
    whole('restarting', restarts),
    whole('back', comesBack, ['desktop light en', 'phone dark zh']),
    whole('too-fast', isTooFast, ['desktop light zh', 'phone dark en']),
    whole('failed', fails, ['phone light zh', 'desktop dark en', 'small light en']),
    whole('toast', toasts, ['desktop light zh', 'phone dark en']),
    prepared(
      whole('update', (visitor) => visitor.page.locator('.update-pill').waitFor(), [
        'desktop light en',
        'phone dark zh',
      ]),
      isNewer,
    ),
    stopped('session-over', 4401),
    stopped('banned', 4403),
    stopped('elsewhere', 4409),
    stopped('flood', 4429),
    shot('outdated', outdates),
    shot('no-server', hasNoServer),
    shot('no-storage', keepsNothing, ['desktop light en', 'phone dark zh']),
  ]
}

type Prepare = NonNullable<Shot['prepare']>
/** Before the page speaks. */
const prepared = (shot: Shot, prepare: Prepare): Shot => ({ ...shot, prepare })

const isNewer: Prepare = async ({ line, context }) => {
  line.rewrite = (text) => text.replace(/"build":"[^"]*"/, '"build":"newer"')
  // On this machine a newer page is taken at once, and only once.
  await context.addInitScript(() => sessionStorage.setItem('teahouse.reloaded-for', 'newer'))
}

const loads: Pose = ({ page }) => page.locator('.skeleton').first().waitFor()

const some = ({ locale }: Visitor, zh: string, en: string): string => (locale === 'zh-CN' ? zh : en)

const goesOffline: Pose = async (visitor, { line }) => {
  const first = some(visitor, '那我先出发了。', 'On my way.')
  await visitor.context.setOffline(true)
  await line.ends(1001)
  await visitor.send(first)
  await visitor.send(
    some(visitor, '到了说一声，这条会自己发出去。', 'Tell you when I’m there. This one will send itself.'),
  )
  await visitor.page.locator('.banner').waitFor()
  await visitor.page.locator('.glyph-waiting .icon').nth(1).waitFor()
}

const losesLine: Pose = async (visitor, { line }) => {
  await line.ends(1001)
  await visitor.page.locator('.banner .link-button').waitFor()
  await saysEight(visitor, '.banner span')
}

/** It counts down; the picture has always the same number. */
async function saysEight({ page }: Visitor, place: string): Promise<void> {
  await page.locator(place).filter({ hasText: /\d/ }).last().waitFor()
  await page.evaluate((where) => {
    const counts = () => {
      for (const { childNodes } of document.querySelectorAll(where))
        for (const node of childNodes) {
          if (!(node instanceof Text)) continue
          const said = node.data.replace(/\d+/, '8')
          // A change calls this again.
          if (said !== node.data) node.data = said
        }
    }
    counts()
    new MutationObserver(counts).observe(document.body, { characterData: true, subtree: true, childList: true })
  }, place)
}

const restarts: Pose = async ({ page }, { line }) => {
  line.says([0, 'goaway', { after_ms: 60_000 }])
  await line.ends(4503)
  await page.locator('.banner').waitFor()
}

const comesBack: Pose = async (visitor, { line }) => {
  await line.ends(1001)
  await visitor.page.locator('.banner').waitFor()
  // The moment of "back" lasts as long as it takes to take the picture.
  await visitor.page.evaluate(() => {
    new MutationObserver(() => {
      if (!document.querySelector('.banner-good')) return
      const nowMs = performance.now()
      performance.now = () => nowMs
    }).observe(document.body, { childList: true, subtree: true, attributes: true })
  })
  line.back()
  await visitor.page.locator('.banner-good').waitFor()
}

const isTooFast: Pose = async (visitor, { line }) => {
  line.answers('message.post', { code: 'rate_limited', retry_after_ms: 60_000 })
  await visitor.send(some(visitor, '还有一件事', 'One more thing'))
  await saysEight(visitor, '.failed-line')
}

const fails: Pose = async (visitor, { line }) => {
  line.answers('message.post', { code: 'forbidden' })
  await visitor.send(some(visitor, '要不要多带两个头灯？', 'Should I pack spare lamps?'))
  await visitor.page.locator('.failed-line').waitFor()
}

const toasts: Pose = async (visitor, { line }) => {
  line.answers('message.react', { code: 'rate_limited', retry_after_ms: 8_000 })
  await visitor.page.locator('.reaction').first().click()
  await visitor.page.locator('.toasts :is([role=status], [role=alert]) > *').waitFor()
}

const ends =
  (code: number): Pose =>
  async ({ page }, { line }) => {
    await line.ends(code)
    await page.locator('.state-card p').waitFor()
  }

const outdates: Pose = async (visitor, { line }) => {
  line.answers('hello', { code: 'version_unsupported' })
  await visitor.page.reload()
  await visitor.page.locator('.state-card p').waitFor()
}

const hasNoServer: Pose = async (visitor) => {
  const { page } = visitor
  await page.route('**/api/session', (route) => route.abort())
  await page.evaluate(() =>
    indexedDB.databases().then((all) => all.map(({ name }) => name && indexedDB.deleteDatabase(name))),
  )
  await page.reload()
  await saysEight(visitor, '.state-note')
}

const keepsNothing: Pose = async (visitor) => {
  const { page, context } = visitor
  await context.clearCookies()
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch()
    const headers = Object.fromEntries(Object.entries(answer.headers()).filter(([name]) => name !== 'set-cookie'))
    await context.clearCookies()
    await route.fulfill({ response: answer, headers })
    await context.clearCookies()
  })
  await page.reload()
  await page.locator('.toasts :is([role=status], [role=alert]) > *').waitFor()
}

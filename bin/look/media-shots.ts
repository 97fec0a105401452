import type { Locale } from '#protocol/people.ts'
import { noise } from '#tests/kit/attach.ts'
import type { Guest } from '#tests/kit/guest.ts'
import { wavSound } from '#tests/kit/make-sounds.ts'
import { sendFiles } from '#tests/kit/send-files.ts'
import { answer, page as html, startStrangeSite } from '#tests/kit/strange-site.ts'
import { hills, type Morning } from './files.ts'
import { presses, sees } from './room-shots.ts'
import { everySize, type Look, looks, type Pose, type Shot } from './studio.ts'
import { type Cast, cid, type House, idOf, play, says } from './talk.ts'

/** The site that links lead to. In the pictures it has a name that anybody may use in examples. */
export type Site = Awaited<ReturnType<typeof startStrangeSite>>
const SITE_NAME = 'https://mountain.example'

const walk = {
  'zh-CN': {
    room: '周末去爬山',
    topic: '周六清早上后山看云海，新朋友直接来',
    title: '后山步道：路线与季节',
    about: '全程 7.2 公里，爬升 540 米，四月到十一月开放。',
    me: '听雨的云雀',
    guests: ['青柠', 'Alex', '小满', '山间的风', '橘灯', '阿果', '今天也要早睡'],
    photo: '上周六拍的，手机直出。',
    quote: '这光太好了，「云海」果然值得早起。参数方便说下吗？',
    own: ['ISO 100，f/8，快门 1/60，加一片渐变镜', '我那边还能再坐一个人'],
    call: (name: string) => `@${name} 太好了，五点二十在地铁 2 号口等你？`,
    three: '另外三张',
    route: '后山路线 the-way-up-the-back-mountain.pdf',
    link: (url: string) => `路线在这里 ${url}/ridge`,
    sticker: '大笑',
    line: '早 :开心: 山上只有 3 度，多穿一点',
    below: { room: '山上的照片', me: '白露', guests: ['麦浪', '墨鱼丸', '南星', 'Lena'] },
    alt: '山间的雾，太阳刚刚升起',
  },
  en: {
    room: 'weekend-hike',
    topic: 'Saturday at dawn, up the back mountain. New friends just come.',
    title: 'The ridge path: route and seasons',
    about: '7.2 km, 540 m of climb, open from April to November.',
    me: 'quiet heron',
    guests: ['Noor', 'Jonas', '云雀', 'Wren Adeyemi', 'Mateus', 'Ines', 'Tomasz'],
    photo: 'Last Saturday, straight from the phone.',
    quote: 'That light! Worth every minute of lost sleep. Which settings did you use?',
    own: ['ISO 100, f/8, 1/60 and a graduated filter', 'I have one more seat in the car'],
    call: (name: string) => `@${name} lovely, twenty past five at exit 2?`,
    three: 'Three more',
    route: 'ridge-route-and-where-to-find-water.pdf',
    link: (url: string) => `The route is here ${url}/ridge`,
    sticker: 'laugh',
    line: 'Morning :happy: it is 3 degrees up there',
    below: { room: 'hike-pictures', me: 'Priya', guests: ['Sol', '阿舟', 'Wim', 'Ottilie'] },
    alt: 'Mist between hills, the sun has just risen',
  },
} as const

/** Answers for the page that is linked to, with a picture. */
export async function openSite(): Promise<Site> {
  const site = await startStrangeSite({
    '/hill.png': answer(Buffer.from(hills('mist', 480, 480)), { type: 'image/png' }),
  })
  const head = (about: string) =>
    `<meta property="og:image" content="/hill.png"><meta name="description" content="${about}">`
  site.answers['/ridge'] = (socket, visit) => {
    const { title, about } = visit.head.includes('zh') ? walk['zh-CN'] : walk.en
    answer(html(title, head(about)))(socket, visit)
  }
  for (const [path, locale] of [
    ['/zh', 'zh-CN'],
    ['/en', 'en'],
  ] as const)
    site.answers[`${path}/ridge`] = answer(html(walk[locale].title, head(walk[locale].about)))
  return site
}

/** A talk with a picture, a quote, a mention: as in the first picture of the design; and below it all that is no text. */
export async function playWalk(
  house: House,
  site: Site,
  locale: Locale,
): Promise<{ casts: readonly Cast[]; shots: readonly Shot[] }> {
  const say = walk[locale]
  const first = await openTalk(house, locale, say)
  const { still } = house
  const [host, alex, third, wind] = first.guests
  if (!host || !alex || !third || !wind) throw new Error('the scene has too few people')
  const picture = (morning: Morning, name: string, alt?: string) => ({
    name,
    bytes: hills(morning),
    ...(alt && { alt }),
  })
  const shows = (guest: Guest, files: Parameters<typeof sendFiles>[2], body?: string) =>
    sendFiles(house.server.url, guest, files, body)
  still.minutesAgo(31)
  const seen = await shows(alex, [picture('mist', 'mist.png', say.alt)], say.photo)
  for (const [at, guest] of [first.me, host, wind, third, alex].entries())
    await guest.room.react(seen, at < 4 ? '❤️' : '😮', true)
  await third.room.react(seen, '😮', true)
  still.minutesAgo(30)
  await says(third, say.quote, seen)
  still.minutesAgo(29)
  await says(first.me, say.own[0])
  const read = await says(first.me, say.own[1])
  await first.me.client.call('room.read', { room: first.room, seq: read })
  still.minutesAgo(2)
  await posts(wind, first.room, say.call(say.me), [idOf(first.me)])
  const walkCast = { ...first, last: say.call(say.me) }

  const second = await openTalk(house, locale, say.below)
  const [, bob, carol, dave] = second.guests
  if (!bob || !carol || !dave) throw new Error('the scene has too few people')
  still.minutesAgo(30)
  await shows(
    bob,
    (['mist', 'dusk', 'noon'] as const).map((one) => picture(one, `${one}.png`)),
    say.three,
  )
  await shows(carol, [{ ...noise(say.route, 1_400_000) }])
  still.minutesAgo(20)
  const wave = Array.from({ length: 60 }, (_, at) => Math.round(16 + 12 * Math.sin(at / 3) * Math.cos(at / 7)))
  await shows(dave, [{ name: 'voice.wav', bytes: wavSound(12_000), voice: { duration_ms: 12_000, wave } }])
  still.minutesAgo(12)
  await posts(bob, second.room, say.link(`${site.url}/${locale === 'en' ? 'en' : 'zh'}`))
  still.minutesAgo(8)
  await posts(carol, second.room, say.line)
  await sticks(second.me, second.room, say.sticker)
  const end = await posts(second.me, second.room, say.own[1])
  await second.me.client.call('room.read', { room: second.room, seq: end })
  still.minutesAgo(0)
  const mediaCast = { ...second, last: say.own[1] }
  return { casts: [walkCast, mediaCast], shots: [...walkShots(walkCast), ...mediaShots(mediaCast, site)] }
}

type Talk = { room: string; me: string; guests: readonly string[] }

async function openTalk(house: House, locale: Locale, talk: Talk): Promise<Cast> {
  const cast = await play(house, { ...talk, lines: [], deeds: [] }, locale)
  const [host] = cast.guests
  house.still.minutesAgo(33)
  await host?.client.call('room.change', { cid: cid(), room: cast.room, topic: walk[locale].topic })
  return cast
}

async function posts({ client }: Guest, room: string, body: string, mentions?: readonly string[]): Promise<number> {
  const { seq } = await client.call('message.post', {
    room,
    cid: cid(),
    body,
    ...(mentions && { mentions: [...mentions] }),
  })
  return seq
}

async function sticks({ client }: Guest, room: string, name: string): Promise<void> {
  const { packs } = await client.call('pack.list', {})
  const found = packs
    .flatMap(({ kind, pictures }) => (kind === 'stickers' ? pictures : []))
    .find((one) => one.name === name || one.also?.includes(name))
  if (!found) throw new Error(`no sticker ${name}`)
  await client.call('message.post', { room, cid: cid(), body: `:${found.name}:`, sticker: found.id })
}

function walkShots(cast: Cast): readonly Shot[] {
  return [
    {
      what: 'walk',
      looks: looks(everySize),
      fluid: true,
      at: () => ({ path: cast.path, token: cast.me.token }),
      pose: async (visitor) => {
        await sees(visitor, cast)
        await picturesAreHere(visitor, 1)
        cast.guests[0]?.room.typing(true)
        await visitor.page.locator('.typing-line').waitFor()
      },
    },
  ]
}

const picturesAreHere = ({ page }: Parameters<Pose>[0], count: number) =>
  page.waitForFunction((wanted) => document.querySelectorAll('.picture-here').length >= wanted, count)

function mediaShots(cast: Cast, site: Site): readonly Shot[] {
  const shot = (what: string, some: readonly Look[], pose: Pose): Shot => ({
    what,
    looks: some,
    at: () => ({ path: cast.path, token: cast.me.token }),
    prepare: ({ line }) => {
      line.rewrite = (text) =>
        text
          .replaceAll(`${site.url}/zh`, SITE_NAME)
          .replaceAll(`${site.url}/en`, SITE_NAME)
          .replaceAll(`127.0.0.1:${site.port}`, 'mountain.example')
    },
    pose: async (visitor, set) => {
      await sees(visitor, cast)
      await pose(visitor, set)
    },
  })
  const all: readonly Look[] = [
    'desktop light zh',
    'desktop dark en',
    'phone light zh',
    'phone dark en',
    'small light en',
    'tablet dark zh',
  ]
  return [
    shot('media', all, async (visitor) => {
      await visitor.log.locator('img.sticker').waitFor()
    }),
    shot('media-up', ['desktop light en', 'phone light zh', 'small dark en'], async (visitor) => {
      await visitor.log.evaluate((view) => view.scrollTo(0, 0))
      await picturesAreHere(visitor, 3)
    }),
    shot('lightbox', ['desktop light zh', 'phone dark en', 'small light zh'], async (visitor) => {
      await visitor.log.evaluate((view) => view.scrollTo(0, 0))
      await picturesAreHere(visitor, 3)
      await visitor.log.locator('.picture').first().click()
      await visitor.page.locator('.stage-whole:not(.stage-coming)').waitFor()
    }),
    shot('gallery', ['desktop light zh', 'phone dark en'], async (visitor) => {
      await presses(visitor, visitor.words.rooms.menu.title)
      await visitor.page.locator('.menu-item', { hasText: visitor.words.files.gallery.open }).click()
      await visitor.page.locator('.gallery-picture').nth(2).waitFor()
    }),
    shot('stickers', ['desktop dark zh', 'phone light en'], async ({ page, dialog, words }) => {
      await page.getByRole('button', { name: words.openEmoji, exact: true }).click()
      await dialog.getByRole('gridcell').first().waitFor()
      await dialog.getByRole('tab', { name: /Tea pets|茶宠/ }).click()
      await dialog.locator('.emoji-scroll img, [role=gridcell] img').first().waitFor()
    }),
  ]
}

import type { Locale } from '#protocol/people.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { sees } from './room-shots.ts'
import type { Pose, Shot } from './studio.ts'
import { type Cast, type House, pathOf, says } from './talk.ts'

const PEOPLE = 300
const LOUD = 11
/** More than a page opens with. */
const MESSAGES = 240

const crowd = {
  'zh-CN': {
    room: '春茶上新直播间',
    first: ['晴', '夜', '云', '竹', '南', '小', '老', '白', '阿', '初', '半', '长'],
    second: [
      '雀',
      '山',
      '溪',
      '舟',
      '橘',
      '雪',
      '禾',
      '茶',
      '鹿',
      '月',
      '秋',
      '桥',
      '果',
      '风',
      '墨',
      '灯',
      '麦',
      '星',
      '石',
      '梨',
      '棠',
      '苔',
      '荷',
      '枫',
      '萤',
    ],
    says: [
      '来了来了',
      '这款是明前的吗？',
      '香气好足，隔着屏幕都闻到了',
      '多少钱一两',
      '上次买的还没喝完……',
      '水温多少合适？',
      '九十度就好',
      '谢谢！',
      '可以寄到新疆吗',
      '包邮',
      '先下单再说',
      '坐等开汤',
    ],
  },
  en: {
    room: 'first-flush-live',
    first: [
      'calm',
      'quick',
      'paper',
      'river',
      'amber',
      'north',
      'little',
      'early',
      'silver',
      'hollow',
      'merry',
      'plain',
    ],
    second: [
      'heron',
      'wren',
      'otter',
      'finch',
      'badger',
      'moth',
      'robin',
      'hare',
      'crane',
      'newt',
      'lark',
      'vole',
      'stoat',
      'kite',
      'toad',
      'swift',
      'carp',
      'mole',
      'fox',
      'seal',
      'owl',
      'bee',
      'dove',
      'elk',
      'ibis',
    ],
    says: [
      'Made it!',
      'Is this the one from before the rains?',
      'I can nearly smell it through the screen',
      'How much is it?',
      'Still drinking the last lot',
      'What water?',
      'Ninety degrees is plenty',
      'Thank you!',
      'Do you ship to Tasmania',
      'We do',
      'Ordered',
      'Waiting for the first pour',
    ],
  },
} as const

/** A room of three hundred. */
export async function playCrowd(
  { server, still }: House,
  locale: Locale,
): Promise<{ cast: Cast; shots: readonly Shot[] }> {
  const { room, first, second, says: words } = crowd[locale]
  still.begins(`crowd ${locale}`)
  const people: Guest[] = []
  for (let at = 0; at < PEOPLE; at++) {
    still.minutesAgo(120 - Math.floor(at / 3))
    const name = `${first[at % first.length]}${locale === 'en' ? ' ' : ''}${second[Math.floor(at / first.length) % second.length]}`
    people.push(await bringGuest(server, { name, look: (at * 197 + 31) % 1_080, room, locale }))
  }
  const me = people.at(-1)
  if (!me) throw new Error('the crowd has nobody')
  let last = 0
  for (let at = MESSAGES; at > 0; at--) {
    still.minutesAgo(Math.ceil(at / 3))
    last = await says(people[at % LOUD] ?? me, words[(MESSAGES - at) % words.length] ?? '')
  }
  await me.client.call('room.read', { room: me.room.info?.id ?? '', seq: last })
  still.minutesAgo(0)
  const cast: Cast = {
    me,
    guests: people.slice(0, -1),
    room: me.room.info?.id ?? '',
    path: pathOf(room),
    last: words.at(-1) ?? '',
    leave: () => {
      for (const one of people) one.client.stop()
    },
  }
  return { cast, shots: shotsOf(cast) }
}

function shotsOf(cast: Cast): readonly Shot[] {
  const at = () => ({ path: cast.path, token: cast.me.token })
  return [
    {
      what: 'crowd',
      looks: ['desktop light zh', 'desktop dark en', 'laptop light en', 'phone dark zh'],
      at,
      pose: (visitor) => sees(visitor, cast),
    },
    {
      what: 'crowd-people',
      looks: ['phone light zh', 'small dark en'],
      at,
      pose: async (visitor) => {
        await sees(visitor, cast)
        await visitor.page.getByRole('banner').getByRole('button').first().click()
        await visitor.dialog.waitFor()
      },
    },
    { what: 'load-error', looks: ['desktop light zh', 'phone dark en'], at, pose: failsToLoad(cast) },
  ]
}

const failsToLoad =
  (cast: Cast): Pose =>
  async (visitor, { line }) => {
    await sees(visitor, cast)
    line.answers('room.history', { code: 'internal' })
    const up = () => visitor.log.evaluate((view) => view.scrollTo(0, 0))
    await up()
    await visitor.page.locator('.load-error').waitFor()
    await up()
  }

import type { Locale } from '#protocol/people.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { roomDialogs } from './room-dialogs.ts'
import { presses, sees } from './room-shots.ts'
import { scenes } from './scenes.ts'
import { everySize, type Look, looks, type Pose, type Shot } from './studio.ts'
import { type Cast, cid, type House, idOf, pathOf } from './talk.ts'

/** What the rooms beside the page's are called and about. The mention waits in the first. */
const rooms = {
  'zh-CN': {
    topic: '周日下午三点，窗边那张大桌子',
    title: '周末茶会',
    others: [
      { title: '读书角', topic: '这个月：《茶经》', accent: 260, says: '下一章谁来领读？' },
      { title: '前端夜谈', topic: 'WebSocket、CSS，还有别的', accent: 30, says: '容器查询终于能放心用了' },
    ],
    call: (name: string) => `@${name} 周日带上那本《茶经》吧`,
    chat: '路上给你带一包蜜兰香？',
    group: '我们三个先去占位置。',
    late: '多带两只杯子。',
  },
  en: {
    topic: 'Sunday at three, the big table by the window',
    title: 'Saturday tea',
    others: [
      { title: 'Book corner', topic: 'This month: The Book of Tea', accent: 260, says: 'Who opens the next chapter?' },
      { title: 'Front of house', topic: 'Sockets, styles and so on', accent: 30, says: 'Container queries, at last.' },
    ],
    call: (name: string) => `@${name} bring the book on Sunday, will you?`,
    chat: 'Shall I bring you some of the oolong?',
    group: 'The three of us could keep the table.',
    late: 'Bring two more cups.',
  },
} as const

/** A room with topic, colour and notices; others beside it in which something waits; private chats. */
export async function playRooms(house: House, locale: Locale): Promise<{ cast: Cast; shots: readonly Shot[] }> {
  const { server, still } = house
  const { me: myName, guests: names, lines } = scenes[locale]
  const say = rooms[locale]
  still.begins(`rooms ${locale}`)
  const people: Guest[] = []
  for (const [at, name] of [...names, myName].entries()) {
    still.minutesAgo(130 - at * 8)
    people.push(await bringGuest(server, { name, look: (at * 197 + 31) % 1_080, locale }))
  }
  const me = people.pop()
  const [owner, friend, third] = people
  if (!me || !owner || !friend || !third) throw new Error('the scene has too few people')
  const make = async (title: string, topic: string, accent: number) =>
    (await owner.client.call('room.make', { cid: cid(), title, access: 'open', topic, accent })).room
  const id = idOf(me)
  const room = await make(say.title, '', 150)
  for (const guest of [...people, me]) await comesTo(guest, room)
  const others: RoomInfo[] = []
  for (const [at, { title, topic, accent, says }] of say.others.entries()) {
    still.minutesAgo(95 - at * 20)
    const other = await make(title, topic, accent)
    others.push(other)
    await comesTo(me, other)
    await reads(me, other, await posts(owner, other, says))
  }
  for (const [at, [who, text]] of lines.slice(0, 12).entries()) {
    still.minutesAgo(50 - at * 3)
    if (at === 9) await owner.client.call('room.change', { cid: cid(), room: room.id, topic: say.topic })
    await posts(people.find(({ name }) => name === who) ?? me, room, text)
  }
  still.minutesAgo(9)
  const { room: chat } = await friend.client.call('chat.open', { people: [id] })
  await posts(friend, chat, say.chat)
  still.minutesAgo(6)
  const { room: group } = await third.client.call('chat.open', { people: [id, idOf(friend)] })
  await posts(third, group, say.group)
  const old = await make(`${say.others[0].title} 2`, '', 15)
  await posts(owner, old, say.others[0].says)
  await owner.client.call('room.change', { cid: cid(), room: old.id, archived: true })
  still.minutesAgo(4)
  const [waiting] = others
  if (waiting) await posts(owner, waiting, say.call(myName), [id])
  still.minutesAgo(2)
  await reads(me, room, await posts(friend, room, say.late))
  const places = { room: room.name, chat: chat.name, group: group.name, archived: old.name }
  const dialogs = await roomDialogs({ locale, guests: people, id, room: room.name, last: say.late })
  const cast: Cast = {
    me,
    guests: people,
    room: room.id,
    path: pathOf(room.name),
    last: say.late,
    leave: () => {
      for (const one of [...people, me]) one.client.stop()
    },
  }
  return { cast, shots: [...roomsShots(cast, places), ...dialogs.map((one) => dialogShot(cast, one))] }
}

/** Resolves when this guest is in the room, too. */
async function comesTo({ client }: Guest, { name }: RoomInfo): Promise<void> {
  const room = client.room(name)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stop = room.listen({ snapshot: () => resolve(), refused: (code) => reject(new Error(`refused: ${code}`)) })
  await promise
  stop()
}

async function posts(guest: Guest, info: RoomInfo, body: string, mentions?: readonly string[]): Promise<number> {
  const room = info.id
  await comesTo(guest, info)
  const { seq } = await guest.client.call('message.post', {
    room,
    cid: cid(),
    body,
    ...(mentions && { mentions: [...mentions] }),
  })
  return seq
}

async function reads({ client }: Guest, { id: room }: RoomInfo, seq: number): Promise<void> {
  await client.call('room.read', { room, seq })
}

type Places = Record<'room' | 'chat' | 'group' | 'archived', string>

function roomsShots(cast: Cast, places: Places): readonly Shot[] {
  const shot = (what: string, some: readonly Look[], pose: Pose, place: keyof Places = 'room'): Shot => ({
    what: `rooms-${what}`,
    looks: some,
    at: () => ({ path: pathOf(places[place]), token: cast.me.token }),
    pose: async (visitor, set) => {
      await (place === 'room' ? sees(visitor, cast) : visitor.isWhole())
      await pose(visitor, set)
    },
  })
  const here: Pose = () => Promise.resolve()
  return [
    { ...shot('page', looks(everySize, ['light', 'dark'], ['zh']), here), fluid: true },
    shot('page', ['desktop dark en', 'phone light en'], here),
    shot(
      'list',
      ['desktop light zh', 'laptop dark en', 'phone light zh', 'phone dark en', 'small light en'],
      opensList,
    ),
    shot('switcher', ['desktop light zh', 'desktop dark en', 'phone dark zh'], opensSwitcher),
    shot('menu', ['desktop light en', 'phone light zh', 'small dark en'], opensMenu),
    shot('bell', ['desktop light zh', 'tablet dark en'], opensBell),
    shot('chat', ['desktop light zh', 'phone dark en'], here, 'chat'),
    shot('group', ['desktop dark en', 'phone light zh'], here, 'group'),
    shot(
      'archived',
      ['desktop light zh', 'phone dark en'],
      ({ page }) => page.locator('.closed-line').waitFor(),
      'archived',
    ),
  ]
}

const dialogShot = (cast: Cast, [what, room, some, pose]: Awaited<ReturnType<typeof roomDialogs>>[number]): Shot => ({
  what: `rooms-${what}`,
  looks: some,
  at: () => ({ path: pathOf(room), token: cast.me.token }),
  pose,
})

const opensList: Pose = async (visitor) => {
  await presses(visitor, new RegExp(visitor.words.rooms.switch))
  await visitor.page.locator('.room-row').first().waitFor()
}

const opensSwitcher: Pose = async ({ page, words, locale }) => {
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox').fill(locale === 'en' ? 'o' : '夜')
  await page.getByRole('option').first().waitFor()
  await page.getByText(words.rooms.switcher.searching).waitFor({ state: 'detached' })
}

const opensMenu: Pose = async (visitor) => {
  await presses(visitor, visitor.words.rooms.menu.title)
  await visitor.page.locator('[role=menu], dialog[open]').first().waitFor()
}

const opensBell: Pose = async ({ page }) => {
  // Search, pins, bell, menu.
  await page.locator('.header-actions button').nth(2).click()
  await page.locator('[role=menu], dialog[open]').first().waitFor()
}

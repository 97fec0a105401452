import type { Browser } from 'playwright-core'
import type { Locale } from '#protocol/people.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { type Visitor, visit } from '#tests/kit/page.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { type RoomPose, roomDialogs } from './look-room-dialogs.ts'
import { scenes } from './look-scenes.ts'

type House = { browser: Browser; server: TestServer }

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

export type RoomsScene = {
  me: Visitor
  guests: readonly Guest[]
  /** Addresses: of the page's room, and of private chats with one and with two. */
  room: string
  chat: string
  group: string
  archived: string
  last: string
  dialogs: readonly RoomPose[]
}

/** A room with topic, colour and notices; others beside it in which something waits; private chats. */
export async function playRooms({ browser, server }: House, locale: Locale): Promise<RoomsScene> {
  const { me: myName, guests: names, lines } = scenes[locale]
  const say = rooms[locale]
  const guests: Guest[] = []
  for (const [at, name] of names.entries())
    guests.push(await bringGuest(server, { name, look: (at * 197 + 31) % 1_080, locale }))
  const [owner, friend, third] = guests
  if (!owner || !friend || !third) throw new Error('the scene has too few people')
  const make = async (title: string, topic: string, accent: number) =>
    (await owner.client.call('room.make', { cid: crypto.randomUUID(), title, access: 'open', topic, accent })).room
  const friendId = friend.client.status.name === 'online' ? friend.client.status.welcome.me.id : ''
  const room = await make(say.title, '', 150)
  const others: string[] = []
  const me = await visit(browser, server.url, { locale, path: `/r/${encodeURIComponent(room.name)}` })
  await me.enter(myName)
  const id = await idOf(me)
  for (const { title, topic, accent, says } of say.others) {
    const other = await make(title, topic, accent)
    others.push(other.name)
    await me.page.goto(`${server.url}/r/${encodeURIComponent(other.name)}`)
    await me.isWhole()
    await posts(owner, other.name, says)
    await me.sees(says)
  }
  await me.page.goto(`${server.url}/r/${encodeURIComponent(room.name)}`)
  await me.isWhole()
  for (const [at, [who, text]] of lines.slice(0, 12).entries()) {
    if (at === 9) await owner.client.call('room.change', { cid: crypto.randomUUID(), room: room.id, topic: say.topic })
    const guest = guests.find(({ name }) => name === who)
    if (guest) await posts(guest, room.name, text)
    else {
      await me.send(text)
      await me.stored(text.split('\n')[0] ?? '')
    }
  }
  const { room: chat } = await friend.client.call('chat.open', { people: [id] })
  await posts(friend, chat.name, say.chat)
  const { room: group } = await third.client.call('chat.open', { people: [id, friendId] })
  await posts(third, group.name, say.group)
  const [waiting] = others
  const old = await make(`${say.others[0].title} 2`, '', 15)
  await posts(owner, old.name, say.others[0].says)
  await owner.client.call('room.change', { cid: crypto.randomUUID(), room: old.id, archived: true })
  if (waiting) await posts(owner, waiting, say.call(myName), [id])
  await posts(friend, room.name, say.late)
  const dialogs = await roomDialogs({ locale, guests, id, room: room.name, last: say.late })
  return {
    me,
    guests,
    room: room.name,
    chat: chat.name,
    group: group.name,
    archived: old.name,
    last: say.late,
    dialogs,
  }
}

/** Says it in a room of this address; resolves when it is stored. */
function posts({ client }: Guest, address: string, body: string, mentions?: readonly string[]): Promise<void> {
  const room = client.room(address)
  return new Promise((resolve, reject) => {
    let cid = ''
    const stop = room.listen({
      snapshot() {
        if (cid === '') cid = room.post(body, mentions ? { mentions: [...mentions] } : {})
      },
      events(events) {
        if (cid === '' || !events.some((event) => event.cid === cid)) return
        queueMicrotask(() => stop())
        resolve()
      },
      refused: (code) => reject(new Error(`the room refused: ${code}`)),
    })
  })
}

/** Id of the person at the page, as the server tells it to the browser. */
const idOf = ({ page }: Visitor): Promise<string> =>
  page.evaluate(async () => {
    const answer = await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ locale: 'en' }),
    })
    const { me }: { me: { id: string } } = await answer.json()
    return me.id
  })

import type { Locale } from '#protocol/people.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import type { Guest } from '#tests/kit/guest.ts'
import type { Look, Pose } from './studio.ts'
import { cid, idOf } from './talk.ts'

const titles = {
  'zh-CN': { own: '茶具采购小组', gone: '临时茶桌', shut: '拼桌' },
  en: { own: 'Teapots we need', gone: 'A table for today', shut: 'Shared table' },
} as const

export type RoomPose = readonly [what: string, address: string, looks: readonly Look[], pose: Pose]
/** `id`: of who is at the page. `room`, `last`: the address of a room that somebody else owns, and what was said there last. */
type Cast = { locale: Locale; guests: readonly Guest[]; id: string; room: string; last: string }
type Host = Guest['client']

/** What one does with rooms in dialogs and panels, and the cards of rooms that one was put out of. */
export async function roomDialogs({ locale, guests, id, room, last }: Cast): Promise<readonly RoomPose[]> {
  const [host, ...others] = guests
  if (!host) throw new Error('the scene has too few people')
  const say = titles[locale]
  const make = async (title: string, access: 'link' | 'private') =>
    (await host.client.call('room.make', { cid: cid(), title, access })).room
  const own = await make(say.own, 'private')
  await settle(host.client, own, { people: others.map(idOf), heir: id })
  const [gone, shut] = [await make(say.gone, 'link'), await make(say.shut, 'link')]
  const putOut = (how: 'member.remove' | 'member.ban', from: RoomInfo) =>
    host.client.call(how, { room: from.id, cid: cid(), person: id })
  return [
    ['directory', room, ['desktop light zh', 'phone dark en'], opensDirectory(last)],
    ['make', room, ['desktop dark en', 'phone light zh', 'small dark en'], opensMaking(last)],
    ['settings', own.name, ['desktop light en', 'phone dark zh'], opensSettings],
    ['details', room, ['desktop light zh', 'phone light en'], opensDetails],
    ['invite', room, ['desktop light zh', 'phone dark en', 'small light zh'], opensInvite],
    ['members', own.name, ['desktop light zh', 'laptop dark en', 'phone dark en'], opensMembers],
    ['forward', room, ['desktop light zh', 'phone dark en'], opensForward(last)],
    ['removed', gone.name, ['desktop light zh', 'phone dark en'], seesCard(() => putOut('member.remove', gone))],
    // The first visit is the one that is ended; the later ones find the door closed.
    [
      'banned',
      shut.name,
      ['desktop dark zh', 'phone light en'],
      seesCard(() => putOut('member.ban', shut).catch(() => undefined)),
    ],
  ]
}

/** A private room of all these people but the last, who is banned; then it is given to somebody else. */
async function settle(
  host: Host,
  { id: room }: RoomInfo,
  who: { people: readonly string[]; heir: string },
): Promise<void> {
  const about = (person: string) => ({ room, cid: cid(), person })
  for (const person of [who.heir, ...who.people]) await host.call('member.add', about(person))
  const [last = ''] = who.people.slice(-1)
  await host.call('member.ban', about(last))
  await host.call('member.hand_over', about(who.heir))
}

const opensDirectory =
  (last: string): Pose =>
  async (visitor) => {
    const { page, words } = visitor
    await visitor.isWhole()
    await visitor.sees(last)
    await page.getByRole('button', { name: words.rooms.switch }).first().click()
    await page.getByRole('button', { name: words.rooms.list.discover }).click()
    await page.locator('.listed-row').first().waitFor()
  }

const opensMaking =
  (last: string): Pose =>
  async (visitor, set) => {
    const { dialog, words } = visitor
    await opensDirectory(last)(visitor, set)
    await dialog.getByRole('button', { name: words.rooms.directory.make }).click()
    await dialog.getByRole('textbox', { name: words.rooms.make.name }).waitFor()
  }

async function choosesInMenu(visitor: Parameters<Pose>[0], entry: string): Promise<void> {
  await visitor.isWhole()
  await visitor.page.getByRole('button', { name: visitor.words.rooms.menu.title }).first().click()
  await visitor.page.locator('.menu-item', { hasText: entry }).first().click()
}

const opensSettings: Pose = async (visitor) => {
  await choosesInMenu(visitor, visitor.words.rooms.menu.settings)
  await visitor.page.locator('.room-form').waitFor()
}

const opensDetails: Pose = async (visitor) => {
  await choosesInMenu(visitor, visitor.words.rooms.menu.details)
  await visitor.page.locator('.details').waitFor()
}

const opensInvite: Pose = async (visitor) => {
  await choosesInMenu(visitor, visitor.words.invite.openMenu)
  await visitor.dialog.locator('.qr-code').waitFor()
}

const opensMembers: Pose = async (visitor, set) => {
  await opensSettings(visitor, set)
  await visitor.page.getByRole('button', { name: visitor.words.rooms.settings.members }).click()
  await visitor.page.locator('.ban-row').waitFor()
}

const opensForward =
  (last: string): Pose =>
  async (visitor) => {
    await visitor.isWhole()
    await visitor.sees(last)
    await (await visitor.stands(last)).press('f')
    await visitor.dialog.getByRole('checkbox').nth(1).check()
  }

const seesCard =
  (putOut: () => Promise<unknown>): Pose =>
  async (visitor) => {
    await visitor.isWhole()
    // Who is not in yet would come in after it.
    await visitor.page.locator('.empty-room, .state-card').waitFor()
    await putOut()
    await visitor.page.locator('.state-card').waitFor()
  }

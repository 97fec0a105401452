import { expect, test } from 'bun:test'
import type { Locator } from 'playwright-core'
import { violations } from '#tests/kit/axe.ts'
import type { Guest } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { enPersons } from '#web/words/en-persons.ts'
import { enState } from '#web/words/en-state.ts'

const house = openHouse()
const { card, done, members, picker } = enPersons

/** Somebody without a page, who makes rooms. */
const bringHost = (name: string) => house.guest({ name, room: newRoom() })

async function makesRoom({ client }: Guest, access: 'open' | 'private'): Promise<{ id: string; path: string }> {
  const { room } = await client.call('room.make', { cid: crypto.randomUUID(), title: 'Tea and clouds', access })
  return { id: room.id, path: `/r/${room.name}` }
}

/** Who said this in a room. */
async function authorOf({ client }: Guest, room: string, text: string): Promise<string> {
  const { lines } = await client.call('room.history', { room })
  return lines.find(({ body }) => body === text)?.by.id ?? ''
}

const about = (room: string, person: string) => ({ room, person, cid: crypto.randomUUID() })
const toast = ({ page }: Visitor, text: string): Locator => page.locator('.toast', { hasText: text })
/** Resolves when it is told, and keeps it on the page: under a pointer its clock stands still. */
const holds = (visitor: Visitor, text: string): Promise<void> => toast(visitor, text).hover()
const undoes = (visitor: Visitor, text: string) => toast(visitor, text).getByRole('button', { name: done.undo }).click()

test('[UX-28] [P-27] the owner bans by a key and removes by the card; each is undone, the person sees the right words and is back by itself', async () => {
  const host = await bringHost('Host Open')
  const { id, path } = await makesRoom(host, 'open')
  const ada = await house.enter('Ada Owns', { path })
  await ada.send('a word of the next owner')
  await ada.stored('a word of the next owner')
  const bob = await house.enter('Bob Rude', { path })
  await bob.send('rude words')
  await ada.sees('rude words')
  await host.client.call('member.hand_over', about(id, await authorOf(host, id, 'a word of the next owner')))
  await ada.seesLine('Host Open handed the room over to you')
  await ada.page
    .locator('[data-announcer=polite]', { hasText: 'handed the room over to you' })
    .waitFor({ state: 'attached' })
  await bob.people.filter({ hasText: 'Ada Owns' }).getByText(bob.words.people.owner).waitFor()

  await (await ada.stands('rude words')).press('b')
  await holds(ada, done.banned('Bob Rude'))
  await bob.page.getByText(enState.roomBanned).waitFor()
  expect(await bob.composer.count()).toBe(0)
  await ada.seesLine('You banned Bob Rude')
  await ada.send('said without bob')
  await undoes(ada, done.banned('Bob Rude'))
  await bob.sees('said without bob')
  await bob.seesLine('Ada Owns lifted the ban on you')
  await bob.send('sorry')
  await ada.sees('sorry')

  await (await ada.opensMenu('sorry')).getByRole('menuitem', { name: card.open('Bob Rude') }).press('Enter')
  expect(await violations(ada)).toEqual([])
  await ada.dialog.getByRole('button', { name: card.remove }).press('Enter')
  await holds(ada, done.removed('Bob Rude'))
  await bob.page.getByText(enState.roomRemoved).waitFor()
  await undoes(ada, done.removed('Bob Rude'))
  await bob.sees('sorry')
})

test('the members of a private room: brought in from where one met them, removed and banned, all of it live', async () => {
  const meeting = newRoom()
  const bob = await house.enter('Bob Met', { path: `/r/${meeting}` })
  await bob.send('met here')
  const ada = await house.enter('Ada Hosts', { path: `/r/${meeting}` })
  await ada.sees('met here')
  await ada.send('me too')
  await ada.stored('me too')
  const host = await house.guest({ name: 'Host Private', room: meeting })
  const { id, path } = await makesRoom(host, 'private')
  const met = host.room.info?.id ?? ''
  await host.client.call('member.add', about(id, await authorOf(host, met, 'me too')))
  await ada.page.goto(`${house.server.url}${path}`)
  await ada.seesLine('Host Private added you')
  await bob.page.goto(`${house.server.url}${path}`)
  await bob.page.getByText(enState.noRoom).waitFor()

  await ada.page.getByRole('button', { name: members.open }).click()
  const panel = ada.page.getByRole('complementary', { name: members.title })
  await panel.getByRole('button', { name: /Host Private/ }).waitFor()
  expect(await violations(ada)).toEqual([])
  await panel.getByRole('button', { name: members.add }).click()
  await ada.dialog.getByRole('checkbox', { name: 'Bob Met' }).check()
  expect(await ada.dialog.getByRole('checkbox', { name: 'Host Private' }).count()).toBe(0)
  expect(await violations(ada)).toEqual([])
  await ada.dialog.getByRole('button', { name: picker.addThem(1) }).click()
  await toast(ada, done.added('Bob Met')).waitFor()
  await panel.getByRole('button', { name: /Bob Met/ }).waitFor()
  // It is on the list now, and the room opens by itself.
  await bob.seesLine('Ada Hosts added you')

  await host.client.call('member.remove', about(id, await authorOf(host, met, 'met here')))
  await panel.getByRole('button', { name: /Bob Met/ }).waitFor({ state: 'detached' })
  await bob.page.getByText(enState.roomRemoved).waitFor()
})

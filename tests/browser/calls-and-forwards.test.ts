import { expect, test } from 'bun:test'
import { hide, says, titleIs } from '#tests/kit/attention.ts'
import { violations } from '#tests/kit/axe.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

const listed = ({ page, words }: Visitor) =>
  page.getByRole('button', { name: words.reading.level.button(''), exact: false }).waitFor()

test('[T-51] @all is offered, last, calls everybody and is tinted; again too soon it is refused with the time left', async () => {
  const room = newRoom()
  await house.guest({ name: 'Opener', room })
  const ada = await house.enter('Caller', { path: `/r/${room}`, locale: 'zh-CN' })
  const bea = await house.enter('Called', { path: `/r/${room}` })
  await ada.counts(3)
  await hide(bea, true)
  await ada.composer.focus()
  await ada.page.keyboard.type('＠')
  const options = ada.page.getByRole('option')
  await options.last().filter({ hasText: '@所有人' }).waitFor()
  expect(await options.first().textContent()).not.toContain('所有人')
  expect(await violations(ada)).toEqual([])
  await ada.page.keyboard.type('所')
  await options.first().filter({ hasText: '@所有人' }).waitFor()
  await ada.page.keyboard.press('Enter')
  await ada.page.keyboard.type('开会了')
  await ada.page.keyboard.press('Enter')
  await titleIs(bea, '(@1) ')
  await hide(bea, false)
  const call = bea.page.locator('.bubble-mention .mention-me')
  await call.waitFor()
  expect([await call.textContent(), await call.getAttribute('title')]).toEqual(['@所有人', bea.words.reading.everybody])
  expect(await ada.page.locator('.bubble-mention').count()).toBe(0)
  await ada.composer.fill('@all 再来')
  await ada.composer.press('Enter')
  await ada.page.getByText(ada.words.reading.allTooSoon(5)).waitFor()
  // What is said after it does not wait for it.
  await ada.send('算了')
  await bea.sees('算了')
  expect(await bea.texts()).toEqual(['@所有人 开会了', '算了'])
})

test('forward: from a message to some rooms, with whose it was, and a way there', async () => {
  const [from, to, other] = [newRoom(), newRoom(), newRoom()]
  const bob = await house.guest({ name: 'Author', room: from })
  // Only an open room is named: an address that is handed on in secret is not.
  await bob.client.call('room.change', { room: bob.room.info?.id ?? '', cid: crypto.randomUUID(), access: 'open' })
  const ada = await house.enter('Carrier', { path: `/r/${to}` })
  await listed(ada)
  for (const room of [other, from]) {
    await ada.page.goto(`${house.server.url}/r/${room}`)
    await listed(ada)
  }
  await says(bob, 'worth *telling*', {})
  await ada.sees('worth telling')
  await (await ada.stands('worth telling')).press('f')
  const { forward } = ada.words
  await ada.dialog.getByRole('checkbox', { name: to }).waitFor()
  await ada.dialog.getByRole('textbox', { name: forward.find }).fill(to)
  await ada.dialog.getByRole('checkbox', { name: other }).waitFor({ state: 'detached' })
  await ada.page.keyboard.press('ArrowDown')
  await ada.page.keyboard.press('Space')
  await ada.dialog.getByRole('textbox', { name: forward.find }).fill('')
  await ada.dialog.getByRole('checkbox', { name: other }).check()
  expect(await violations(ada)).toEqual([])
  await ada.dialog.getByRole('button', { name: forward.go(2) }).click()
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.page.getByText(forward.doneInMany(2)).waitFor()
  await ada.page.getByRole('button', { name: forward.look }).click()
  const row = ada.bubble('worth telling')
  await row.getByText(`${forward.from} Author`).waitFor()
  expect([to, other]).toContain(new URL(ada.page.url()).pathname.slice(3))
  // The line leads back to where it was said.
  await row.getByRole('link', { name: from }).click()
  await ada.page.waitForURL(`**/r/${from}`)
  await ada.sees('worth telling')
  expect(await ada.page.locator('.forwarded').count()).toBe(0)
})

test('forward: what is refused says why, and stays to be tried again', async () => {
  const [from, to] = [newRoom(), newRoom()]
  const bob = await house.guest({ name: 'Fleeting', room: from })
  const ada = await house.enter('Late', { path: `/r/${to}`, locale: 'zh-CN' })
  await listed(ada)
  await ada.page.goto(`${house.server.url}/r/${from}`)
  await listed(ada)
  const seq = await says(bob, 'gone in a moment', {})
  await ada.sees('gone in a moment')
  await (await ada.stands('gone in a moment')).press('f')
  const { forward } = ada.words
  await ada.dialog.getByRole('checkbox', { name: to }).check()
  await bob.room.erase(seq, 'recall')
  await ada.dialog.getByRole('button', { name: forward.go(1) }).click()
  await ada.dialog.getByText(forward.why.not_found).waitFor()
  await ada.dialog.getByText(forward.partly(0, 1)).waitFor()
  await ada.dialog.getByRole('button', { name: forward.again }).waitFor()
})

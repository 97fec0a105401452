import { expect, test } from 'bun:test'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

async function fill(room: string, count: number) {
  const bob = await house.guest({ name: `Bob ${room}`, room })
  await bob.tells(Array.from({ length: count }, (_, at) => `line ${at}`))
  return bob
}

/** How far the middle of a message is from the middle of the view, as a part of the view. */
const offCentre = ({ log }: Visitor, text: string) =>
  log.evaluate((view, wanted) => {
    const row = [...view.querySelectorAll('li')].find((one) => one.querySelector('.text')?.textContent === wanted)
    const [frame, box] = [view.getBoundingClientRect(), row?.getBoundingClientRect()]
    if (!box) throw new Error(`${wanted} is not on the page`)
    return Math.abs((box.top + box.bottom) / 2 - (frame.top + frame.bottom) / 2) / frame.height
  }, text)

test('a permalink opens the room at its message, with what stands around it, and there is a way to the end', async () => {
  const room = newRoom()
  await fill(room, 300)
  const ada = await house.visit({ path: `/r/${room}#101` })
  await ada.enter('Ada Links')
  await ada.sees('line 100')
  await ada.sees('line 95')
  await ada.sees('line 110')
  expect(await offCentre(ada, 'line 100')).toBeLessThan(0.1)
  expect((await ada.texts()).length).toBeLessThanOrEqual(150)
  expect(await ada.bubble('line 299').count()).toBe(0)
  await ada.page.getByRole('button', { name: ada.words.log.toLatest }).click()
  await ada.sees('line 299')
  expect(ada.page.url()).not.toContain('#')
})

test('a copied link, followed inside the room, goes there without loading the page; and there is a way back', async () => {
  const room = newRoom()
  const bob = await fill(room, 120)
  const ada = await house.enter('Ada Follows', {
    path: `/r/${room}`,
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  await (await ada.stands('line 119')).press('l')
  await ada.page.getByText(ada.words.actions.linkCopied).waitFor()
  const copied = await ada.page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toBe(`${house.server.url}/r/${room}#120`)
  await (await ada.stands('line 119')).press('c')
  await ada.page.getByText(ada.words.actions.textCopied).waitFor()
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('line 119')
  await bob.says(`look at ${house.server.url}/r/${room}#20`)
  await ada.bubble('look at').getByRole('link').click()
  await ada.finds('line 19')
  expect(ada.context.pages().length).toBe(1)
  await ada.page.getByRole('button', { name: ada.words.actions.wayBack }).click()
  await ada.finds('look at')
})

test('a message that is no more is said to be gone, and nothing moves', async () => {
  const room = newRoom()
  await fill(room, 3)
  const ada = await house.visit({ path: `/r/${room}#999` })
  await ada.enter('Ada Gone')
  await ada.page.getByText(ada.words.actions.gone).waitFor()
  await ada.sees('line 2')
})

test('the day line leads to other days', async () => {
  const room = newRoom()
  await fill(room, 200)
  const ada = await house.enter('Ada Days', { path: `/r/${room}` })
  await ada.sees('line 199')
  // By its key: the log may still move under a pointer.
  await ada.page.locator('.day-button').first().press('Enter')
  const card = ada.page.getByRole('dialog', { name: ada.words.actions.jumpToDate })
  await card.getByLabel(ada.words.actions.date).fill('2020-01-01')
  await card.getByRole('button', { name: ada.words.actions.go }).click()
  await card.waitFor({ state: 'detached' })
  await ada.finds('line 0')
  await ada.page.getByText(ada.words.log.start).waitFor()
})

test('a pointer that rested on a message before the tools had come has them beside it when they come', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Resting', { path: `/r/${room}` })
  await ada.send('an early bird')
  await ada.stored('an early bird')
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  await ada.page.route(/\/assets\/tools-/, async (route) => {
    await held
    await route.continue()
  })
  await ada.page.reload()
  await ada.sees('an early bird')
  await ada.bubble('an early bird').hover()
  expect(await ada.page.locator('.row-tool').count()).toBe(0)
  release()
  await ada.page.locator('.row-tool').first().waitFor()
})

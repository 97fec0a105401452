import { afterAll, beforeAll, expect, test } from 'bun:test'
import { violations } from '#tests/kit/axe.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { answer, page as html, startStrangeSite } from '#tests/kit/strange-site.ts'

const house = openHouse({ env: { LINK_CARDS: 'on', LINK_CARDS_ALLOW_PRIVATE: 'on' } })
let site: Awaited<ReturnType<typeof startStrangeSite>>
beforeAll(async () => {
  site = await startStrangeSite({
    '/tea.png': answer(pngPicture({ width: 400, height: 200 }), { type: 'image/png' }),
    '/plain': answer(html('Plain')),
  })
})
afterAll(() => site.stop())

/** A page that answers when it is told to. */
function slowPage(path: string, title: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  const more = '<meta property="og:image" content="/tea.png"><meta name="description" content="7.2 km">'
  site.answers[path] = (socket, visit) => void promise.then(() => answer(html(title, more))(socket, visit))
  return resolve
}

const cards = ({ page }: Visitor) => page.locator('.card-link')
/** The height of every row, which must not change under who reads. */
const heights = ({ bubbles }: Visitor) =>
  bubbles.evaluateAll((rows) => rows.map((row) => Math.round(row.getBoundingClientRect().height)))

test('[F-27] [T-45] [T-46] a link has its place before its card comes; author and reader can do without it', async () => {
  const room = newRoom()
  const ada = await house.visit({ path: `/r/${room}`, locale: 'zh-CN' })
  await ada.enter('Ada')
  const bob = await house.visit({ path: `/r/${room}` })
  await bob.enter('Bob')
  const answers = slowPage('/slow', '<b>后山步道</b><script>x</script>')
  const asked: string[] = []
  bob.page.on('request', (request) => void asked.push(request.url()))
  await ada.send(`看 ${site.url}/slow 和 ${site.url}/none`)
  await bob.page.locator('.card-awaited').nth(1).waitFor()
  const before = await Promise.all([ada, bob].map(heights))
  answers()
  await bob.page.locator('.card-picture-here').waitFor()
  await cards(ada).waitFor()
  // Of the other page nothing comes: its place stays, and says where it leads.
  expect(await bob.page.locator('.card-plain').textContent()).toContain('/none')
  expect(await Promise.all([ada, bob].map(heights))).toEqual(before)
  const link = cards(bob).getByRole('link')
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc')
  expect(await link.getAttribute('href')).toBe(`${site.url}/slow`)
  expect(await cards(bob).locator('.card-words > *').allTextContents()).toEqual([
    `127.0.0.1:${site.port}`,
    '<b>后山步道</b><script>x</script>',
    '7.2 km',
  ])
  expect(asked.filter((url) => url.startsWith(site.url))).toEqual([])
  expect(await violations(bob)).toEqual([])
  // Who reads folds it, by the keyboard; the one who wrote takes it away, for everybody.
  const say = bob.words.cards
  await bob.stands('看')
  await cards(bob).getByRole('button', { name: say.fold }).press('Enter')
  await bob.page.locator('.card-folded').waitFor()
  await bob.page.reload()
  await bob.page.getByRole('button', { name: say.unfold(`127.0.0.1:${site.port}`) }).press('Enter')
  await cards(bob).waitFor()
  await ada.stands('看')
  await cards(ada).getByRole('button', { name: ada.words.cards.remove }).press('Enter')
  await ada.page.getByText(ada.words.cards.removed).waitFor()
  await cards(bob).waitFor({ state: 'detached' })
  expect(await ada.page.locator('.card').count()).toBe(0)
})

test('the owner switches cards off: messages say what they say, and keep no place', async () => {
  const room = newRoom()
  const ada = await house.visit({ path: `/r/${room}` })
  await ada.enter('Olive')
  await ada.send(`one ${site.url}/plain`)
  await cards(ada).waitFor()
  const { rooms } = ada.words
  await ada.page.getByRole('button', { name: rooms.menu.title }).click()
  await ada.page.getByRole('menuitem', { name: rooms.menu.settings }).click()
  const box = ada.dialog.getByRole('checkbox', { name: rooms.settings.cards })
  expect(await box.isChecked()).toBe(true)
  expect(await violations(ada)).toEqual([])
  await box.uncheck()
  await ada.dialog.getByRole('button', { name: rooms.settings.save }).click()
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.send(`two ${site.url}/plain`)
  await ada.stored('two')
  expect(await ada.bubble('two').locator('.card').count()).toBe(0)
  expect(await cards(ada).count()).toBe(1)
})

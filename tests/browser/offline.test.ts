import { expect, test } from 'bun:test'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { kept } from '#tests/kit/kept-copy.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

/** All that this browser keeps for us, by its address. */
const caught = ({ page }: Visitor): Promise<Record<string, string>> =>
  page.evaluate(async () => {
    const found: Record<string, string> = {}
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const { pathname } = new URL(request.url)
        found[pathname] = (await (await cache.match(request))?.text()) ?? ''
      }
    }
    return found
  })

test('[UX-26] without the server a reload shows the page, the last 50 messages and the banner; what is written goes out later', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob offline', room })
  await bob.tells(Array.from({ length: 60 }, (_, at) => `said ${at + 1}`))
  const ada = await house.enter('Ada offline', { path: `/r/${room}`, worker: true })
  await ada.send('mine')
  await ada.stored('mine')
  await kept(ada, 'mine')
  await house.server.kill()
  await ada.context.setOffline(true)
  await ada.page.reload()
  await ada.sees('mine')
  const texts = await ada.texts()
  expect([texts.length, texts[0], texts.at(-1)]).toEqual([50, 'said 12', 'mine'])
  await ada.page.getByText(ada.words.banner.offline).waitFor()
  await ada.send('written without a line')
  expect(await ada.page.title()).toContain(room)

  await house.server.start()
  await ada.context.setOffline(false)
  await ada.stored('written without a line')
  await ada.page.reload()
  await ada.sees('written without a line')
})

test('[UX-26] [T-81] what is kept is nobody else’s: only the shell, and one’s own copy, which goes with its person', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada gone', { path: `/r/${room}`, worker: true })
  await ada.send('hers alone')
  await ada.stored('hers alone')
  await kept(ada, 'hers alone')
  const before = await caught(ada)
  const paths = Object.keys(before)
  expect(paths).toContain(`/r/${room}`)
  expect(paths.filter((path) => !/^\/($|r\/|assets\/|favicon\.svg$|offline-copy$)/.test(path))).toEqual([])
  const id: unknown = JSON.parse(before['/offline-copy'] ?? '{}').me.id
  expect(id).toMatch(/^p\w{16}$/)
  const telling = paths.filter((path) => before[path]?.includes('hers alone') || before[path]?.includes(String(id)))
  expect(telling).toEqual(['/offline-copy'])

  const { ownData } = ada.words
  await ada.page.getByRole('button', { name: ada.words.settings.open }).click()
  await ada.dialog.getByRole('button', { name: ada.words.settings.ownData }).click()
  await ada.dialog.getByRole('button', { name: ownData.leave.open }).click()
  await ada.dialog.getByRole('button', { name: ownData.leave.go }).click()
  await ada.enter('Somebody new')
  await ada.send('of somebody new')
  await kept(ada, 'of somebody new')
  const now = await caught(ada)
  // Of who is gone a deleted line is left, without words and name, as for everybody in the room.
  expect(Object.values(now).filter((text) => /hers alone|Ada gone/.test(text))).toEqual([])
  expect(JSON.parse(now['/offline-copy'] ?? '{}').me).toMatchObject({ name: 'Somebody new', entered: true })
  expect(JSON.parse(now['/offline-copy'] ?? '{}').me.id).not.toBe(id)
})

test('a new page is never held back by what is kept, and only our own worker is let through', async () => {
  const ada = await house.enter('Ada fresh', { path: `/r/${newRoom()}`, worker: true })
  await ada.send('x')
  await kept(ada, 'x')
  await ada.chooses(ada.words.settings.theme, ada.words.settings.themes.dark)
  const answer = await ada.page.reload()
  expect(answer?.fromServiceWorker()).toBe(true)
  expect(await answer?.text()).toContain('data-theme="dark"')
  const refused = await ada.page.evaluate(async () => {
    const tries = [
      () => navigator.serviceWorker.register('/assets/x.js'),
      () => Reflect.get(window, 'trustedTypes').createPolicy('other', {}),
    ]
    const outcomes: string[] = []
    for (const attempt of tries) {
      try {
        await attempt()
        outcomes.push('let through')
      } catch (error) {
        outcomes.push(error instanceof Error ? error.name : String(error))
      }
    }
    return outcomes
  })
  expect(refused).toEqual(['TypeError', 'TypeError'])
  ada.complaints.length = 0
})

test('[UX-26] the page can be installed: Chromium finds nothing missing in its manifest', async () => {
  const ada = await house.enter('Ada installs', { path: `/r/${newRoom()}`, worker: true })
  await ada.page.locator('link[rel=manifest]').waitFor({ state: 'attached' })
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  const devtools = await ada.devtools()
  const { url, errors } = await devtools.send('Page.getAppManifest')
  expect([url, errors]).toEqual([`${house.server.url}/manifest.webmanifest`, []])
  // Who only looks is asked for nothing: there is none.
  const looker = await house.visit({ path: `/r/${newRoom()}`, worker: true })
  await looker.dialog.waitFor()
  expect((await (await looker.devtools()).send('Page.getAppManifest')).url).toBe('')
})

import { expect, test } from 'bun:test'
import { newRoom, openHouse } from '#tests/kit/house.ts'

const house = openHouse()

test('two people talk, in two languages', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada', { path })
  const lin = await house.enter('小林', { path, locale: 'zh-CN' })
  await ada.send('Is anybody there?')
  await lin.sees('Is anybody there?')
  await lin.send('在的，茶刚泡好。')
  await ada.sees('在的，茶刚泡好。')
  await ada.stored('Is anybody there?')
  await lin.stored('在的，茶刚泡好。')
  const [first, second] = await ada.labels()
  expect(first).toMatch(/^You, \d?\d:\d\d( [AP]M)?, Is anybody there\?, sent$/)
  expect(second).toMatch(/^小林, \d?\d:\d\d( [AP]M)?, 在的，茶刚泡好。$/)
  expect((await lin.labels())[1]).toMatch(/^我，\d\d:\d\d，在的，茶刚泡好。，已发送$/)
})

test('[D-32] a reload shows the history, and one is the same person', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada L', { path })
  await ada.send('before the reload')
  await ada.stored('before the reload')
  await ada.page.reload()
  await ada.sees('before the reload')
  expect(await ada.dialog.count()).toBe(0)
  expect((await ada.labels())[0]).toStartWith('You, ')
  await ada.send('after the reload')
  await ada.reads('before the reload', 'after the reload')
})

test('[D-32] identity and history survive a restart of the server', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada M', { path })
  await ada.send('kept')
  await ada.stored('kept')
  await house.server.restart()
  await ada.page.reload()
  await ada.reads('kept')
  expect((await ada.labels())[0]).toStartWith('You, ')
})

test('[D-29] several tabs are one person; who only looks is on no list', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada T', { path })
  const second = await ada.context.newPage()
  await second.goto(ada.page.url())
  await second.getByRole('log').waitFor()
  const bob = await house.enter('Bob T', { path })
  const onlooker = await house.visit({ path })
  await onlooker.dialog.getByRole('button', { name: onlooker.words.enter.look }).click()
  await onlooker.log.waitFor()
  await bob.people.filter({ hasText: 'Ada T' }).waitFor()
  await bob.counts(2)
  expect(await bob.people.count()).toBe(1)
  await second.close()
  await bob.send('still two')
  await ada.sees('still two')
  expect(await bob.people.count()).toBe(1)
  await bob.counts(2)
})

test('rooms by address have a title, people and a log of their own', async () => {
  const [one, other] = [newRoom(), newRoom()]
  const ada = await house.enter('Ada R', { path: `/r/${one}` })
  const bob = await house.enter('Bob R', { path: `/r/${other}` })
  await ada.send('only here')
  await ada.stored('only here')
  await bob.send('only there')
  await bob.stored('only there')
  await ada.reads('only here')
  await bob.reads('only there')
  for (const visitor of [ada, bob]) {
    await visitor.counts(1)
    expect(await visitor.people.count()).toBe(0)
  }
  expect(await ada.page.getByRole('heading', { level: 1 }).textContent()).toBe(one)
  expect(await bob.page.title()).toContain(other)
})

test('who only looks reads, and is asked for a name at the first letter, which stays', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada O', { path })
  await ada.send('come in')
  const onlooker = await house.visit({ path })
  await onlooker.dialog.getByRole('button', { name: onlooker.words.enter.look }).click()
  await onlooker.sees('come in')
  await onlooker.composer.focus()
  await onlooker.page.keyboard.type('h')
  await onlooker.dialog.waitFor()
  await onlooker.dialog.getByRole('button', { name: onlooker.words.enter.go, exact: true }).click()
  await onlooker.dialog.waitFor({ state: 'detached' })
  expect(await onlooker.composer.inputValue()).toBe('h')
  await onlooker.composer.focus()
  await onlooker.page.keyboard.type('i')
  await onlooker.page.keyboard.press('Enter')
  await ada.sees('hi')
})

test('[D-24] a taken name is refused with one that is free', async () => {
  const path = `/r/${newRoom()}`
  await house.enter('Quiet Heron', { path })
  const other = await house.visit({ path })
  const { enter } = other.words
  await other.writeOwnName('quiet  HERON')
  await other.dialog.getByRole('button', { name: enter.go, exact: true }).click()
  const alert = other.dialog.getByRole('alert')
  await alert.filter({ hasText: /taken/ }).waitFor()
  const free = /“(.+)”/.exec((await alert.textContent()) ?? '')?.[1] ?? ''
  expect(free).not.toBe('')
  await other.dialog.getByRole('button', { name: enter.take(free) }).click()
  await other.dialog.getByRole('button', { name: enter.go, exact: true }).click()
  await other.dialog.waitFor({ state: 'detached' })
  await other.page.getByRole('complementary').getByText(free, { exact: true }).waitFor()
})

test('[D-41] the page adds no global name', async () => {
  const ada = await house.enter('Ada G')
  const fresh = await ada.context.newPage()
  await fresh.goto(`${house.server.url}/healthz`)
  const bare = await fresh.evaluate(() => Object.getOwnPropertyNames(globalThis))
  const ours = await ada.page.evaluate(() => Object.getOwnPropertyNames(globalThis))
  expect(ours.filter((name) => !bare.includes(name) && !/^\d+$/.test(name))).toEqual([])
})

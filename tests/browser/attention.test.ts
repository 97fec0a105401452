import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { asked, dotIs, dots, hide, says, stand, titleIs, witness } from '#tests/kit/attention.ts'
import { axeViolations } from '#tests/kit/axe.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { VisitorOptions } from '#tests/kit/page.ts'

const house = openHouse()
/** Tones are this far apart (web/attention/alerts.ts). */
const TONE_GAP_MS = 3_000

/** Ada at the page, entered, with Bob in the room. */
async function openRoom(
  name: string,
  {
    permission = 'default',
    answer = 'granted',
    ...options
  }: VisitorOptions & Partial<Parameters<typeof stand>[1]> & { url?: string } = {},
) {
  const room = newRoom()
  const bob = await house.guest({ name: `Bob ${name}`, room })
  const visitor = await house.visit({ ...options, path: `/r/${room}` })
  await stand(visitor, { permission, answer })
  await visitor.page.reload()
  await visitor.enter(`Ada ${name}`)
  const id = await visitor.page.evaluate(async () => {
    const made = await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"locale":"en"}',
    })
    return (await made.json()).me.id
  })
  const mentions = (text: string) => says(bob, `@Ada ${name} ${text}`, { mentions: [String(id)] })
  return { ada: visitor, bob, room, mentions }
}

test('[UX-25] three mentions: title, dot, one sound; focus clears; nobody is asked without a click', async () => {
  const { ada, bob, mentions } = await openRoom('Three', { permission: 'granted' })
  const plain = await ada.page.title()
  await hide(ada, true)
  await bob.says('for everybody')
  await titleIs(ada, '(1) ')
  await dotIs(ada, dots.message)
  const sinceMs = performance.now()
  await mentions('one')
  await asked(ada, { tones: 1, notices: 1 })
  await Promise.all([mentions('two'), mentions('three')])
  await asked(ada, { notices: 2 })
  await titleIs(ada, '(@3 · 4) ')
  await dotIs(ada, dots.mention)
  await hide(ada, false)
  await titleIs(ada, plain)
  await dotIs(ada, dots.none)
  const { tones, prompts, notices } = await witness(ada)
  expect([prompts, notices.filter(({ open }) => open)]).toEqual([[], []])
  // On a machine that is slow between the second and the third they are told one by one, and after 3 s they sound again.
  expect(notices.length).toBeWithin(2, 3 + 1)
  expect(tones).toBeWithin(1, 1 + Math.ceil((performance.now() - sinceMs) / TONE_GAP_MS))
})

test('[UX-25] the strip asks by a click, once; then mentions are notified, and a click on one comes to the room', async () => {
  const { ada, bob, mentions } = await openRoom('Strip', { locale: 'zh-CN' })
  const { notify } = ada.words.attention
  await mentions('look')
  await ada.sees('look')
  await ada.page.getByText(notify.ask).waitFor()
  expect((await witness(ada)).prompts).toEqual([])
  await ada.page.getByRole('button', { name: notify.allow }).click()
  await ada.page.getByText(notify.ask).waitFor({ state: 'detached' })
  expect((await witness(ada)).prompts).toEqual([true])
  await hide(ada, true)
  await bob.says('not for her')
  await mentions('and this')
  await asked(ada, { notices: 1 })
  const [notice] = (await witness(ada)).notices
  expect(notice).toMatchObject({ body: '@Ada Strip and this', open: true })
  expect(notice?.title).toStartWith('Bob Strip（')
  await ada.page.evaluate(() => Reflect.get(document, 'clickNotice')())
  expect((await witness(ada)).notices.map(({ open }) => open)).toEqual([false])
  await hide(ada, false)
  await mentions('seen as it comes')
  await ada.sees('seen as it comes')
  expect((await witness(ada)).notices).toHaveLength(1)
})

test('[UX-25] who says no to the strip is not asked again, nor by the browser', async () => {
  const { ada, mentions } = await openRoom('No')
  const { notify } = ada.words.attention
  await mentions('one')
  await ada.page.getByRole('button', { name: notify.later }).click()
  await ada.page.getByText(notify.ask).waitFor({ state: 'detached' })
  await mentions('two')
  await ada.sees('two')
  await ada.page.reload()
  await mentions('three')
  await ada.sees('three')
  expect(await ada.page.getByText(notify.ask).count()).toBe(0)
  expect((await witness(ada)).prompts).toEqual([])
})

test('[UX-25] catch-up is silent, and counts', async () => {
  await using proxy = await startProxy(house.server)
  const { ada, mentions } = await openRoom('Away', { permission: 'granted', url: proxy.url })
  await hide(ada, true)
  proxy.refuse()
  await ada.page.locator('.banner').waitFor()
  await mentions('while the line was cut')
  proxy.accept()
  await titleIs(ada, '(@1) ')
  await ada.sees('while the line was cut')
  await mentions('live again')
  await asked(ada, { tones: 1, notices: 1 })
  const { tones, notices } = await witness(ada)
  expect([tones, notices.map(({ body }) => body)]).toEqual([1, ['@Ada Away live again']])
})

test('[UX-25] [UX-15] of what was too much to be told the title says at least so many, as the log does', async () => {
  await using proxy = await startProxy(house.server)
  const { ada, bob } = await openRoom('Far', { url: proxy.url })
  await hide(ada, true)
  proxy.refuse()
  await ada.page.locator('.banner').waitFor()
  await bob.tells(Array.from({ length: limits.pageEvents + 1 }, (_, at) => `far ${at}`))
  proxy.accept()
  // It has the newest of them.
  await titleIs(ada, `(${limits.snapshotEvents}+) `)
  await bob.says('one more')
  await titleIs(ada, `(${limits.snapshotEvents + 1}+) `)
  await hide(ada, false)
  await ada.page.waitForFunction(() => !document.title.startsWith('('))
  // What comes after that is counted as it is.
  await hide(ada, true)
  await bob.says('and another')
  await titleIs(ada, '(1) ')
})

test('[UX-25] an answer to an own message is for oneself, also to one that the page does not hold; own messages are silent', async () => {
  const { ada, bob } = await openRoom('Answer', { permission: 'granted' })
  await ada.send('an old question')
  await ada.stored('an old question')
  const first = await says(bob, 'b0', {})
  for (let at = 1; at <= 60; at++) bob.room.post(`b${at}`)
  await ada.sees('b60')
  await ada.page.reload()
  await ada.sees('b60')
  await ada.composer.click()
  await hide(ada, true)
  await ada.composer.fill('from here')
  await ada.composer.press('Enter')
  await ada.stored('from here')
  await says(bob, 'to myself', { re: first })
  await titleIs(ada, '(1) ')
  await says(bob, 'the answer', { re: first - 1 })
  await titleIs(ada, '(@1 · 2) ')
  await asked(ada, { tones: 1, notices: 1 })
  const { tones, notices } = await witness(ada)
  expect([tones, notices.map(({ body }) => body)]).toEqual([1, ['the answer']])
})

test('[UX-25] all messages, nothing of the text, and do not disturb, as chosen', async () => {
  const { ada, bob, mentions } = await openRoom('Chosen', { permission: 'granted' })
  const { notify, sound, quiet } = ada.words.attention
  await ada.chooses(sound.setting, sound.choices.all)
  await ada.chooses(notify.setting, notify.choices.all)
  await ada.chooses(notify.content, notify.contents.hidden)
  // A sample of it.
  await asked(ada, { tones: 1 })
  const sample = (await witness(ada)).tones
  expect(sample).toBe(1)
  await hide(ada, true)
  await bob.says('a secret')
  await asked(ada, { tones: sample + 1, notices: 1 })
  expect((await witness(ada)).notices.map(({ body }) => body)).toEqual([notify.wrote])
  await hide(ada, false)
  await ada.chooses(quiet.setting, quiet.choices.on)
  await hide(ada, true)
  const plain = await ada.page.title()
  await mentions('in vain')
  await ada.sees('in vain')
  expect(await ada.page.title()).toBe(plain)
  await ada.page.getByRole('button', { name: ada.words.endQuiet }).click()
  await titleIs(ada, '(@1) ')
  await mentions('in the end')
  await asked(ada, { tones: sample + 2, notices: 2 })
  expect((await witness(ada)).notices.map(({ body }) => body)).toEqual([notify.wrote, notify.mentioned])
})

test('[UX-25] of two tabs one speaks; where one is looked at, none does', async () => {
  const { ada, mentions } = await openRoom('Tabs', { permission: 'granted' })
  const other = { page: await ada.context.newPage() }
  await other.page.goto(ada.page.url())
  await other.page.getByRole('textbox', { name: ada.words.log.composer.label }).click()
  const told = async () => {
    const all = [await witness(ada), await witness(other)]
    return all.map(({ tones, notices }) => [tones, notices.length])
  }
  // Its list is there: it will say what it has read.
  await other.page.getByRole('button', { name: ada.words.reading.level.button('') }).waitFor()
  const plain = await ada.page.title()
  await hide(ada, true)
  await hide(other, false)
  const titles = await ada.page.evaluateHandle(() => {
    const seen: string[] = []
    const title = document.querySelector('title')
    if (title) new MutationObserver(() => seen.push(document.title)).observe(title, { childList: true })
    return seen
  })
  await mentions('looked at in one')
  await other.page.getByRole('log').getByText('looked at in one').waitFor()
  // It was counted, until the other one had read it.
  await ada.page.waitForFunction(
    ([seen, now]) => seen.some((title) => title.startsWith('(@1) ')) && document.title === now,
    [titles, plain] as const,
  )
  await hide(other, true)
  await mentions('looked at in none')
  await Promise.all([titleIs(ada, '(@1) '), titleIs(other, '(@1) ')])
  const sums = async () => (await told()).reduce(([tones = 0, notices = 0], [t = 0, n = 0]) => [tones + t, notices + n])
  while ((await sums()).includes(0)) await ada.paints()
  await other.page.getByRole('log').getByText('looked at in none').waitFor()
  expect(await sums()).toEqual([1, 1])
})

test('[UX-25] settings: a button asks, a no is explained, what cannot be is said', async () => {
  const { ada } = await openRoom('Denied', { answer: 'denied' })
  const { notify } = ada.words.attention
  await ada.page.getByRole('button', { name: ada.words.settings.open }).click()
  await ada.dialog.getByRole('button', { name: notify.turnOn }).click()
  await ada.dialog.getByText(notify.denied).waitFor()
  expect((await witness(ada)).prompts).toEqual([true])
  expect(await ada.dialog.getByRole('button', { name: notify.turnOn }).count()).toBe(0)
  expect(await axeViolations(ada.page)).toEqual([])
})

test('[UX-1] the strip has no violation, in both themes and languages', async () => {
  for (const locale of ['zh-CN', 'en'] as const) {
    const { ada, mentions } = await openRoom(`Axe ${locale}`, { locale })
    await mentions('look')
    await ada.page.getByText(ada.words.attention.notify.ask).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await ada.page.emulateMedia({ colorScheme })
      await ada.rests()
      expect(await axeViolations(ada.page, colorScheme === 'light' ? 'everything' : 'colours')).toEqual([])
    }
  }
})

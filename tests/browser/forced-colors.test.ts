import { expect, test } from 'bun:test'
import { hide } from '#tests/kit/attention.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { openStage } from '#tests/kit/page-states.ts'

const house = openHouse()

type Drawn = { edge: string; ground: string; colour: string }

/** How the first of these is drawn: its edge (outline, else border), its ground, its colour. */
const drawn = ({ page }: Visitor, selector: string, part?: '::before'): Promise<Drawn> =>
  page
    .locator(selector)
    .first()
    .evaluate((element, pseudo) => {
      const now = getComputedStyle(element, pseudo)
      const outline = now.outlineStyle === 'none' ? '' : `${now.outlineStyle} ${now.outlineWidth} ${now.outlineColor}`
      const border =
        now.borderTopStyle === 'none' ? '' : `${now.borderTopStyle} ${now.borderTopWidth} ${now.borderTopColor}`
      return { edge: `${outline}|${border}`, ground: now.backgroundColor, colour: now.color }
    }, part)

test('[UX-18] in forced colours what grounds and shadows told is told by edges: focus, own and other, chosen, off, unread', async () => {
  const stage = await openStage(house, { locale: 'en', room: newRoom(), context: { forcedColors: 'active' } })
  const { ada, bob } = stage
  const { page, words } = ada
  const look = (selector: string, part?: '::before') => drawn(ada, selector, part)
  await page.waitForFunction(() => [...document.styleSheets].some(({ href }) => href?.includes('late')))
  const system = await page.evaluate(() => {
    const probe = document.createElement('i')
    document.body.append(probe)
    const all = ['Canvas', 'CanvasText', 'Highlight', 'GrayText'].map((name) => {
      probe.style.color = name
      return [name, getComputedStyle(probe).color] as const
    })
    probe.remove()
    return Object.fromEntries(all)
  })
  // Own, others', and what names the reader.
  const [own, other, mention] = [
    await look('.group-own .bubble'),
    await look('.group:not(.group-own) .bubble:not(.bubble-mention)'),
    await look('.bubble-mention'),
  ]
  expect(new Set([own.edge, other.edge, mention.edge]).size).toBe(3)
  expect((await look('.spoiler')).edge).toContain('solid 1px')
  // Where one is.
  await ada.composer.focus()
  const pill = await look('.composer-pill')
  expect(pill.edge).toContain('solid 3px')
  await page.keyboard.press('Tab')
  expect((await look('.composer-pill')).edge).not.toBe(pill.edge)
  expect((await look(':focus-visible')).edge).toContain('solid 2px')
  // What cannot be pressed now.
  const off = await look('.send-button')
  await ada.composer.fill('now')
  expect(await look('.send-button')).not.toEqual(off)
  expect(off.colour).toBe(system['GrayText'] ?? '')
  await ada.composer.fill('')
  // What is chosen, and what is open.
  await page.getByRole('button', { name: words.settings.open }).click()
  await page.locator('.settings').waitFor()
  const [chosen, free] = [await look('.segment :checked + span'), await look('.segment input:not(:checked) + span')]
  expect(chosen.ground).toBe(system['Highlight'] ?? '')
  expect(free.ground).not.toBe(chosen.ground)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: words.actions.pins }).click()
  await page.locator('.side-panel').waitFor()
  expect((await look('.header-actions [aria-expanded=true]')).edge).toContain('solid 2px')
  // What is new: its line is no hairline of a day, and both are seen.
  await hide(ada, true)
  await bob.says('while away')
  await ada.sees('while away')
  await hide(ada, false)
  await page.locator('.unread-line').waitFor()
  const [unread, day] = [await look('.unread-line', '::before'), await look('.hairline:not(.unread-line)', '::before')]
  expect(unread.ground).not.toBe(day.ground)
  expect([unread.ground, day.ground]).not.toContain(system['Canvas'])
  expect((await look('.dot')).ground).not.toBe(system['Canvas'] ?? '')
})

import { expect, test } from 'bun:test'
import { axeViolations } from '#tests/kit/axe.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

/** The elements inside of a message, as tags with their words. */
const shapeOf = (ada: Visitor, text: string): Promise<string> =>
  ada
    .bubble(text)
    .locator('.text')
    .evaluate((element) => {
      const write = (node: Node): string => {
        if (!(node instanceof Element)) return node.textContent ?? ''
        const inside = [...node.childNodes].map(write).join('')
        const tag = node.tagName.toLowerCase()
        return tag === 'span' || tag === 'bdi' ? inside : `<${tag}>${inside}</${tag}>`
      }
      return [...element.childNodes].map(write).join('')
    })

test('[P-7] [client.md 11] marks become elements, in Chinese without spaces, too', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Marks', room })
  const ada = await house.enter('Ada Marks', { path: `/r/${room}`, locale: 'zh-CN' })
  await bob.tells([
    '**中文**加粗，*着重*，~~旧~~，`code` 一',
    '> 引用\n二，答复',
    '三：\n1. a\n2. b\n   - c',
    '1 * 2 * 3 = snake_case_四',
    '*slanted* five',
  ])
  await ada.sees('five')
  expect(await shapeOf(ada, '加粗')).toBe(
    '<strong>中文</strong>加粗，<em>着重</em>，<del>旧</del>，<code>code</code> 一',
  )
  expect(await shapeOf(ada, '答复')).toBe('<blockquote>引用</blockquote>\n二，答复')
  expect(await shapeOf(ada, '三：')).toBe('三：\n<ol><li>a</li><li>b\n<ul><li>c</li></ul></li></ol>')
  expect(await shapeOf(ada, 'snake')).toBe('1 * 2 * 3 = snake_case_四')
  // Han is not slanted: it has dots; Latin is.
  const styles = await ada.log
    .locator('em')
    .evaluateAll((all) => all.map((one) => [getComputedStyle(one).fontStyle, getComputedStyle(one).textEmphasisStyle]))
  expect(styles).toEqual([
    ['normal', 'dot'],
    ['italic', 'none'],
  ])
  // A screen reader hears the words, not the stars.
  expect((await ada.labels())[0]).toContain('，中文加粗，着重，旧，code 一')
})

test('[UX-2] a spoiler is hidden from eyes and ears, and opens by keyboard', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Spoiler', room })
  const ada = await house.enter('Ada Spoiler', { path: `/r/${room}` })
  await bob.says('it was ||the [butler](https://a.example/)|| again')
  await ada.sees('it was')
  const spoiler = ada.log.getByRole('button', { name: ada.words.text.spoiler })
  expect((await ada.labels())[0]).not.toContain('butler')
  expect(await ada.log.getByText('butler').isVisible()).toBe(false)
  expect(await ada.log.getByRole('link').count()).toBe(0)
  await spoiler.waitFor()
  // Tab goes into the message that has the focus.
  await ada.log.focus()
  await ada.page.keyboard.press('ArrowUp')
  await ada.page.keyboard.press('Tab')
  await ada.page.waitForFunction(() => document.activeElement?.classList.contains('spoiler'))
  await ada.page.keyboard.press('Enter')
  await ada.log.getByRole('link', { name: 'butler' }).waitFor()
  expect(await ada.page.evaluate(() => document.activeElement?.classList.contains('spoiler'))).toBe(true)
})

test('code: its language, colours, a copy button, 16 lines', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Code', room })
  const ada = await house.enter('Ada Code', {
    path: `/r/${room}`,
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  const requests: string[] = []
  ada.page.on('request', (request) => requests.push(request.url()))
  await bob.says('no colours needed')
  await ada.sees('no colours')
  expect(requests.filter((url) => url.includes('highlight'))).toEqual([])
  const long = Array.from({ length: 30 }, (_, at) => `const a${at} = "${at}" // note`).join('\n')
  await bob.says(`\`\`\`ts\n${long}\n\`\`\``)
  const block = ada.log.getByRole('group', { name: ada.words.text.code('ts') })
  await block.locator('.code-keyword').first().waitFor()
  expect(await block.textContent()).toBe(long)
  const height = () => block.evaluate((element) => element.getBoundingClientRect().height)
  const folded = await height()
  await ada.log.getByRole('button', { name: ada.words.text.allLines(30) }).click()
  expect(await height()).toBeGreaterThan(folded + 200)
  await ada.log.getByRole('button', { name: ada.words.text.copyCode }).click()
  await ada.page.getByText(ada.words.text.codeCopied).waitFor()
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(long)
  expect(requests.filter((url) => url.includes('highlight')).length).toBe(1)
})

test('emoji alone are large and without paper; /me is a line about its author', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Line', room })
  const ada = await house.enter('Ada Line', { path: `/r/${room}` })
  await bob.tells(['👩‍👩‍👧‍👦🍵', '🍵🍵🍵🍵', '/me pours tea', 'the end'])
  await ada.sees('the end')
  const sizes = await ada.log.locator('.text').evaluateAll((all) => all.map((one) => getComputedStyle(one).fontSize))
  expect(sizes).toEqual(['36px', '15px', '15px', '15px'])
  expect(await ada.bubble('pours tea').locator('.text').textContent()).toBe('Bob Line pours tea')
  expect((await ada.labels())[2]).toContain('pours tea')
})

test('[T-46] words that look like another host do not hide where a link leads', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Links', room })
  const ada = await house.enter('Ada Links', { path: `/r/${room}` })
  await bob.says('[bank.example](https://evil.example/bank.example) and [here](https://a.example/)')
  await ada.sees('bank.example')
  await ada.reads('bank.example (evil.example) and here')
})

test('[UX-1] marks have no complaint of axe, light and dark', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Axe', room })
  await bob.tells([
    '**b** *i* ~~s~~ `c` ||x|| [bank.example](https://evil.example)',
    '> quote\n> > more\n- a\n- b',
    '```ts\nconst a = 1 // a note\nreturn a + 1\n```',
    '```diff\n- gone\n+ come\n```',
    '/me waits',
    '🍵',
  ])
  for (const colorScheme of ['light', 'dark'] as const) {
    const ada = await house.enter(`Ada Axe ${colorScheme}`, { path: `/r/${room}`, colorScheme })
    await ada.sees('waits')
    await ada.log.locator('.code-added').waitFor()
    await ada.rests()
    expect(await axeViolations(ada.page)).toEqual([])
  }
})

import { expect, test } from 'bun:test'
import { createManifest } from './manifest.ts'

const read = async (place: string, { basePath = '', cookie = '', language = 'en' } = {}) => {
  const headers = { cookie, 'accept-language': language }
  return (await createManifest({ basePath, place })(new Request('http://localhost/', { headers })).json()) as {
    [name: string]: unknown
    icons: { src: string; sizes: string; purpose: string }[]
  }
}

test('[UX-26] the manifest has what makes a page installable, below its base', async () => {
  const manifest = await read('Tea', { basePath: '/chat' })
  expect(manifest).toMatchObject({
    name: 'Tea',
    start_url: '/chat/',
    scope: '/chat/',
    display: 'standalone',
    lang: 'en',
  })
  const sizes = manifest.icons.map(({ sizes: size, purpose }) => `${size} ${purpose}`)
  expect(sizes).toEqual(['192x192 any', '512x512 any', '512x512 maskable', 'any any'])
  expect(manifest.icons.every(({ src }) => src.startsWith('/chat/'))).toBe(true)
})

test('it speaks the language that was chosen, else the browser’s', async () => {
  expect((await read('Tea', { language: 'zh-CN,zh' }))['lang']).toBe('zh-CN')
  expect((await read('Tea', { language: 'zh-CN,zh', cookie: 'teahouse_lang=en' }))['lang']).toBe('en')
})

test('the short name is the whole one where it fits, and never half a sign', async () => {
  const short = async (place: string) => (await read(place))['short_name']
  expect(await short('茶馆 Teahouse')).toBe('茶馆 Teahouse')
  expect(await short('The quiet house of tea')).toBe('The quiet')
  expect(await short('👨‍👩‍👧'.repeat(14))).toBe('👨‍👩‍👧'.repeat(12))
})

import { afterAll, beforeAll, expect, test } from 'bun:test'
import { bowlOf, hueOf, lookOf, looks } from '#protocol/looks.ts'
import { newPrincipalId } from '#server/kit/ids.ts'
import { startServer, type TestServer } from './kit/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

test('[D-39] each of 10,000 identities has a drawn avatar, and they differ', () => {
  const seen = new Map<number, number>()
  for (let at = 0; at < 10_000; at++) {
    const id = newPrincipalId()
    const look = lookOf(id)
    const { glaze, brew, motif } = bowlOf(look)
    expect(glaze >= 1 && glaze <= 12 && brew >= 1 && brew <= 9 && motif !== undefined).toBe(true)
    expect(hueOf(id) >= 0 && hueOf(id) < 12).toBe(true)
    seen.set(look, (seen.get(look) ?? 0) + 1)
  }
  // By chance 10,000 draws of 1,080 leave less than one out and give none more than about 30.
  expect(seen.size).toBeGreaterThan(looks - 10)
  expect(Math.max(...seen.values())).toBeLessThan(40)
})

test('[D-39] every look is a picture, and nothing else is', async () => {
  const drawings = new Set<string>()
  for (let look = 0; look < looks; look++) {
    const answer = await fetch(`${server.url}/avatars/${look}.svg`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toStartWith('image/svg+xml')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    drawings.add(await answer.text())
  }
  expect(drawings.size).toBe(looks)
  for (const name of [`${looks}.svg`, '-1.svg', '1e2.svg', '0x1.svg', 'undefined.svg', '1', '.svg', '../1.svg']) {
    expect((await fetch(`${server.url}/avatars/${name}`)).status).toBe(404)
  }
})

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Unsent } from '#sdk/index.ts'
import { launchChromium } from '#tests/kit/chromium.ts'
import { TEST_MS } from '#tests/kit/patience.ts'

const kit = path.resolve(import.meta.dir, '../../web/kit')
setDefaultTimeout(TEST_MS)
let browser: Browser
let server: Bun.Server<undefined>

/** A page that holds nothing but a keep. */
const program = `
  import { createIndexedKeep } from ${JSON.stringify(path.join(kit, 'indexed-keep.ts'))}
  import { forgetUnsent } from ${JSON.stringify(path.join(kit, 'forget-unsent.ts'))}
  globalThis.keep = createIndexedKeep()
  globalThis.forgetUnsent = forgetUnsent
`

beforeAll(async () => {
  const entry = path.join(kit, 'keep-under-test.ts')
  const built = await Bun.build({ entrypoints: [entry], files: { [entry]: program }, target: 'browser' })
  const script = await built.outputs[0]?.text()
  const html = '<!doctype html><title>keep</title><script type="module" src="/keep.js"></script>'
  server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: ({ url }) =>
      new URL(url).pathname === '/keep.js'
        ? new Response(script, { headers: { 'content-type': 'text/javascript' } })
        : new Response(html, { headers: { 'content-type': 'text/html' } }),
  })
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop(true)
})

async function open(context: BrowserContext, prepare?: string): Promise<Page> {
  const page = await context.newPage()
  if (prepare) await page.addInitScript(prepare)
  await page.goto(`http://localhost:${server.port}/`)
  await page.waitForFunction('globalThis.keep')
  return page
}

const unsent = (cid: string, writtenMs: number, author = 'ada'): Unsent => ({
  cid,
  author,
  room: '',
  body: cid,
  writtenMs,
})
const put = (page: Page, entry: Unsent) => page.evaluate(`keep.put(${JSON.stringify(entry)})`)
const remove = (page: Page, cid: string) => page.evaluate(`keep.remove('${cid}')`)
async function load(page: Page, author = 'ada'): Promise<string[]> {
  const entries = await page.evaluate<Unsent[]>(`keep.load('${author}')`)
  return entries.map(({ cid }) => cid)
}

/** Runs the same with locks and database, without locks (as on plain http), and without either. */
const homes = {
  'with database and locks': undefined,
  'without locks': "Object.defineProperty(navigator, 'locks', { value: undefined })",
  'without a database': "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })",
}

for (const [name, prepare] of Object.entries(homes)) {
  test(`[P-11] [T-81] keeps over a reload, oldest first, each author apart: ${name}`, async () => {
    const context = await browser.newContext()
    const page = await open(context, prepare)
    await put(page, unsent('two', 2))
    await put(page, unsent('one', 1))
    await put(page, unsent('three', 3))
    await put(page, unsent('of bob', 1, 'bob'))
    await remove(page, 'three')
    await page.reload()
    await page.waitForFunction('globalThis.keep')
    expect(await load(page)).toEqual(['one', 'two'])
    expect(await load(page, 'bob')).toEqual(['of bob'])
    await context.close()
  })
}

test('[T-81] all that somebody has not sent is forgotten, whichever tab holds it, and nothing of it comes back', async () => {
  for (const prepare of [homes['with database and locks'], homes['without locks']]) {
    const context = await browser.newContext()
    const page = await open(context, prepare)
    const other = prepare ? page : await open(context)
    await put(other, unsent('in another tab', 1))
    await put(page, unsent('one', 2))
    await put(page, unsent('of bob', 3, 'bob'))
    await page.evaluate("forgetUnsent('ada')")
    await put(page, unsent('also of bob', 4, 'bob'))
    await page.reload()
    await page.waitForFunction('globalThis.keep')
    expect([...(await load(page)), ...(await load(other))]).toEqual([])
    expect(await load(page, 'bob')).toEqual(['of bob', 'also of bob'])
    await context.close()
  }
})

test('[P-11] two tabs never hold one message; what a closed tab leaves goes to one of the others', async () => {
  const context = await browser.newContext()
  const first = await open(context)
  expect(await load(first)).toEqual([])
  const lock = await first.evaluate(async () => (await navigator.locks.query()).held?.[0]?.name ?? '')
  const others = [await open(context), await open(context), await open(context)]
  for (let n = 0; n < 20; n++) await put(first, unsent(`${n}`, n))
  for (const page of others) expect(await load(page)).toEqual([])
  expect((await load(first)).length).toBe(20)
  // A browser lets go of a closed tab's lock a moment later: whoever asked for it is given it then.
  const isFree = others[0]?.evaluate((name) => navigator.locks.request(name, () => {}), lock)
  await first.close()
  await isFree
  const found = await Promise.all(others.map((page) => load(page)))
  expect(found.flat().length).toBe(20)
  expect(found.filter((cids) => cids.length > 0).length).toBe(1)
  await context.close()
})

test('[F-10] a tab that crashes leaves its messages to the next one', async () => {
  const context = await browser.newContext()
  const survivor = await open(context)
  const victim = await open(context)
  await put(victim, unsent('one', 1))
  const crashed = victim.waitForEvent('crash')
  // The page never answers: its process is gone.
  victim.goto('chrome://crash').catch(() => {})
  await crashed
  expect(await load(survivor)).toEqual(['one'])
  await context.close()
})

/**
 * Ends a page at one of its moments: each answer of the database and the locks is one, and so is the turn in which something
 * was asked. What is open then is undone, and nothing that the page still does counts. Each page takes over what was left.
 * `name` goes from page to page: the moment at which the next one ends, if any, and how many have ended.
 */
const mortal = `
  const [plan, ends] = [name.split(' ')[0] || Infinity, Number(name.split(' ')[1] ?? 0)]
  let left = Number(plan)
  const open = new Set()
  Object.assign(globalThis, { ends, isOver: false, next: '' })
  globalThis.endAt = (moment, next) => Object.assign(globalThis, { next, ends: 0 }, (left = moment))
  globalThis.outlives = () => {
    left = Infinity
    return !globalThis.isOver
  }
  globalThis.moment = () => {
    if (left-- !== 0) return
    name = globalThis.next + ' ' + (globalThis.ends + 1)
    globalThis.isOver = true
    for (const one of open) one.abort()
    Storage.prototype.setItem = Storage.prototype.removeItem = () => {}
    IDBDatabase.prototype.transaction = () => { throw new Error('over') }
    location.reload()
  }
  const follow = (request, name) => {
    request.addEventListener(name, () => {
      open.delete(request)
      moment()
    })
    return request
  }
  const wrap = (type, method, name) => {
    const own = type.prototype[method]
    type.prototype[method] = function (...all) { return follow(own.apply(this, all), name) }
  }
  wrap(IDBFactory, 'open', 'success')
  for (const method of ['put', 'delete', 'getAll', 'openCursor']) wrap(IDBObjectStore, method, 'success')
  const begin = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (...all) {
    const one = follow(begin.apply(this, all), 'complete')
    open.add(one)
    return one
  }
  const { request, query } = LockManager.prototype
  const never = new Promise(() => {})
  const answered = (run) => (moment(), globalThis.isOver ? never : run())
  LockManager.prototype.request = function (name, run) { return request.call(this, name, () => answered(run)) }
  LockManager.prototype.query = function () { return query.call(this).then((held) => answered(() => held)) }
  addEventListener('load', async () => {
    const taken = keep.load('ada')
    moment()
    await taken
    globalThis.hasTaken = outlives()
  })
`

test('[P-11] at whatever moment a page ends, and the one after it as well: the next one has what was said, once', async () => {
  const context = await browser.newContext()
  const page = await open(context, mortal)
  const moments: number[] = []
  for (let isOver = true; isOver; ) {
    let next = 0
    for (let ends = 2; ends === 2; next++) {
      const cid = `${moments.length} ${next}`
      const said = JSON.stringify(unsent(cid, 1))
      const asked = `endAt(${moments.length}, ${next}); const kept = keep.put(${said}); moment(); await kept; return !outlives()`
      isOver = await page.evaluate<boolean>(`(async () => { ${asked} })()`).catch(() => true)
      await page.waitForFunction('globalThis.hasTaken && !globalThis.isOver')
      // A lock of a page that is gone may be seen as held for a moment.
      await page.evaluate('(async () => { while ((await navigator.locks.query()).held.length > 1); })()')
      expect(await load(page)).toEqual([cid])
      ends = await page.evaluate<number>('ends')
      await remove(page, cid)
    }
    moments.push(next)
  }
  // The turn of the asking and two answers of the database; a page that begins has ten and more.
  expect(moments.length).toBe(4)
  for (const next of moments.slice(0, -1)) expect(next).toBeGreaterThan(10)
  await context.close()
})

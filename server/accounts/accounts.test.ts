import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDelivery } from '#server/delivery/index.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'
import { failureOf } from '#tests/kit/failure.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import type { Connection } from './caller.ts'
import { createAccounts } from './index.ts'
import { Principal, Principals } from './principals.ts'
import { readSecret } from './secret.ts'
import { newToken, tokenHash } from './session-token.ts'

const DAY_MS = 86_400_000
const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function openHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-accounts-'))
  const database = await openSqlite(join(folder, 'house.sqlite'))
  const clock = new FakeClock()
  const onFatal = (error: unknown) => {
    throw error
  }
  const delivery = openDelivery({
    database,
    clock,
    publish() {},
    onFull: onFatal,
    onFatal,
    bounds: { jobs: 10_000, bytes: 1 << 24 },
  })
  const principals = new Principals(clock.steadyMs)
  const changes: string[] = []
  const secret = readSecret(folder)
  let refusal: Refusal | null = null
  let asked = 0
  const storage: typeof delivery.storage = {
    ...delivery.storage,
    read: (text, ...values) => {
      asked++
      return delivery.storage.read(text, ...values)
    },
    write: (work, how) => (refusal ? Promise.reject(refusal) : delivery.storage.write(work, how)),
  }
  const accounts = createAccounts({
    storage,
    clock,
    principals,
    secret,
    nameChars: 32,
    quota: {
      guestsPerAddressBurst: 20,
      guestsPerAddressPerMinute: 60,
      guestsPerNetBurst: 30,
      guestsPerNetPerMinute: 60,
      renamesPerMinute: 6,
    },
    onNewGuest: async () => {},
    onProfile: (principal, before) => void changes.push(`${before.name} → ${principal.name}`),
  })
  cleanups.push(
    () => rmSync(folder, { recursive: true }),
    () => database.close(),
    () => delivery.close(),
  )
  const set = (principal: Principal, name: string, look = 1) => {
    const connection = {} as Connection // profile.set asks only who speaks
    return accounts.handlers['profile.set'].handle({ principal, connection }, { name, look })
  }
  const refuseWrites = (by: Refusal | null) => {
    refusal = by
  }
  /** Somebody with a name, on a line that ends: the object that it was. */
  async function cutOff(token: string): Promise<Principal> {
    const found = await accounts.findGuest(token)
    if (!found) throw new Error('nobody has this token')
    const line = {} as Connection // who is connected is all that is asked
    const principal = principals.connect(found, line)
    principals.disconnect(principal, line)
    return principal
  }
  const statements = () => asked
  return { folder, clock, accounts, principals, changes, set, secret, refuseWrites, cutOff, statements }
}

test('[issue 2] a guest comes back by its token, with its name and bowl', async () => {
  const { accounts, set } = await openHouse()
  const { principal, token } = await accounts.openGuest('zh-CN', originOf('here'))
  expect(principal.me()).toMatchObject({ entered: false })
  await set(principal, '青柠', 77)
  expect((await accounts.findGuest(token))?.me()).toEqual({ id: principal.id, name: '青柠', look: 77, entered: true })
})

test('[T-22] [T-25] a token that we did not sign, or whose session is over, is nobody', async () => {
  const { accounts, clock, secret } = await openHouse()
  const { token } = await accounts.openGuest('en', originOf('here'))
  const forged = [
    `${token}x`,
    token.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
    'x',
    '',
    `${token.split('.')[0]}.`,
    newToken(Buffer.alloc(32)),
    newToken(secret),
  ]
  for (const one of forged) expect(await accounts.findGuest(one)).toBeNull()
  clock.move(179 * DAY_MS)
  expect(await accounts.findGuest(token)).not.toBeNull()
  clock.move(179 * DAY_MS)
  expect(await accounts.findGuest(token)).not.toBeNull()
  clock.move(181 * DAY_MS)
  expect(await accounts.findGuest(token)).toBeNull()
})

test('[P-16] who comes back while nothing can be stored is let in, and is noted as soon as something can', async () => {
  const { accounts, clock, refuseWrites } = await openHouse()
  const { principal, token } = await accounts.openGuest('en', originOf('here'))
  for (const code of ['storage_full', 'busy', 'draining'] as const) {
    refuseWrites(new Refusal(code, { retry_after_ms: 1 }))
    clock.move(2 * 3_600_000)
    expect((await accounts.findGuest(token))?.id).toBe(principal.id)
    expect(await failureOf(accounts.openGuest('en', originOf('here')))).toMatchObject({ code })
  }
  refuseWrites(null)
  clock.move(100 * DAY_MS)
  expect((await accounts.findGuest(token))?.id).toBe(principal.id)
  // Used then: its time begins anew.
  clock.move(100 * DAY_MS)
  expect((await accounts.findGuest(token))?.id).toBe(principal.id)
  refuseWrites(new Refusal('storage_full'))
  clock.move(200 * DAY_MS)
  expect(await accounts.findGuest(token)).toBeNull()
})

test('[T-72] the secret is made once and readable by its owner alone', async () => {
  const { folder, secret } = await openHouse()
  expect(readSecret(folder).equals(secret)).toBe(true)
  expect((await import('node:fs')).statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
  expect(tokenHash(secret, newToken(secret))).toMatch(/^[\w-]{43}$/)
})

test('[T-26] [D-24] names that look alike are taken, and the refusal names a free one', async () => {
  const { accounts, set } = await openHouse()
  const [ada, eve] = [await accounts.openGuest('en', originOf('a')), await accounts.openGuest('en', originOf('b'))]
  await set(ada.principal, 'Paypal')
  for (const alike of ['paypal', 'Ｐaypal', 'Pаypаl', 'Pay\u200bpal', ' Paypal ']) {
    expect(await failureOf(set(eve.principal, alike))).toMatchObject({ code: 'name_taken' })
  }
  const refusal = await Promise.resolve(set(eve.principal, 'PAYPAL')).catch((error) => error)
  expect(refusal.detail.suggestion).toBe('PAYPAL-2')
  await set(eve.principal, refusal.detail.suggestion)
  expect(eve.principal.name).toBe('PAYPAL-2')
  await set(ada.principal, 'PayPal')
})

test('[T-83] the same name asked for by many at one instant goes to one', async () => {
  const { accounts, set } = await openHouse()
  const guests = await Promise.all(Array.from({ length: 10 }, (_, at) => accounts.openGuest('en', originOf(`${at}`))))
  const results = await Promise.allSettled(guests.map(({ principal }) => Promise.resolve(set(principal, 'heron'))))
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
})

test('a name is free again 30 days after its last use, not before', async () => {
  const { accounts, clock, set } = await openHouse()
  const [ada, eve] = [await accounts.openGuest('en', originOf('a')), await accounts.openGuest('en', originOf('b'))]
  await set(ada.principal, 'heron')
  clock.move(29 * DAY_MS)
  expect(await failureOf(set(eve.principal, 'heron'))).toMatchObject({ code: 'name_taken' })
  clock.move(2 * DAY_MS)
  await set(eve.principal, 'heron')
  expect(eve.principal.name).toBe('heron')
})

test('[P-18] a step of a day ends nobody, and no ended token lives again when the clock goes back', async () => {
  const { accounts, clock } = await openHouse()
  const crowd = await Promise.all(Array.from({ length: 10 }, (_, at) => accounts.openGuest('en', originOf(`${at}`))))
  const here = async () => {
    const found = await Promise.all(crowd.map(({ token }) => accounts.findGuest(token)))
    return found.filter((one) => one !== null).length
  }
  for (const stepMs of [DAY_MS, -DAY_MS, 0]) {
    clock.jump(stepMs)
    expect(await here()).toBe(10)
  }
  clock.jump(190 * DAY_MS)
  const [late] = crowd
  expect(await accounts.findGuest(late?.token ?? '')).toBeNull()
  // Whoever did not come meanwhile has lost nothing; what was told to be over is.
  clock.jump(0)
  expect(await accounts.findGuest(late?.token ?? '')).toBeNull()
  expect(await here()).toBe(9)
})

test('[T-30] too many new guests from one address are refused, and from one net; others are not', async () => {
  const { accounts, clock } = await openHouse()
  const comes = (address: string) => accounts.openGuest('en', originOf(address))
  for (let at = 0; at < 20; at++) await comes('203.0.113.7')
  expect(await failureOf(comes('203.0.113.7'))).toMatchObject({ code: 'rate_limited' })
  for (let at = 0; at < 10; at++) await comes(`203.0.113.${100 + at}`)
  expect(await failureOf(comes('203.0.113.200'))).toMatchObject({ code: 'rate_limited' })
  await comes('203.0.114.7')
  clock.move(1_000)
  // What the net refused was not taken from the address.
  await comes('203.0.113.7')
})

test('[threats 5] renaming without end is refused; the same name again costs nothing', async () => {
  const { accounts, changes, set } = await openHouse()
  const { principal } = await accounts.openGuest('en', originOf('a'))
  for (let at = 0; at < 6; at++) await set(principal, `name ${at}`)
  for (let at = 0; at < 20; at++) await set(principal, 'name 5')
  expect(await failureOf(set(principal, 'one more'))).toMatchObject({ code: 'rate_limited' })
  expect(changes).toHaveLength(6)
})

test('a classic guest gets the next free name, and gives it back when it leaves', async () => {
  const { accounts } = await openHouse()
  const first = await accounts.openClassicGuest('user12345', originOf('a'))
  const second = await accounts.openClassicGuest('user12345', originOf('a'))
  expect([first.name, second.name]).toEqual(['user12345', 'user12345-2'])
  await accounts.closeClassicGuest(first)
  expect((await accounts.openClassicGuest('user12345', originOf('a'))).name).toBe('user12345')
})

test('somebody who is connected is never swept, looking or named, however long the page is open', async () => {
  const { accounts, clock, principals, set } = await openHouse()
  const looker = await accounts.openGuest('en', originOf('a'))
  principals.connect(looker.principal, { id: 'c' } as Connection)
  for (let day = 0; day < 200; day++) {
    clock.move(DAY_MS)
    await accounts.sweep()
  }
  expect(await accounts.findGuest(looker.token)).not.toBeNull()
  await set(looker.principal, 'heron')
})

test('who only looked is forgotten after a day, who entered is not', async () => {
  const { accounts, clock, set } = await openHouse()
  const [looker, guest] = [await accounts.openGuest('en', originOf('a')), await accounts.openGuest('en', originOf('b'))]
  await set(guest.principal, 'heron')
  clock.move(DAY_MS + 1)
  await accounts.sweep()
  expect(await accounts.findGuest(looker.token)).toBeNull()
  expect(await accounts.findGuest(guest.token)).not.toBeNull()
})

test('[T-83] who is back on another line before its new name is stored has it there, too', async () => {
  const { accounts, principals, changes, set } = await openHouse()
  const { principal, token } = await accounts.openGuest('en', originOf('here'))
  const [lost, next] = [{} as Connection, {} as Connection] // who is connected is all that is asked
  principals.connect(principal, lost)
  const storing = set(principal, 'Ada')
  principals.disconnect(principal, lost)
  const back = await accounts.findGuest(token)
  if (!back) throw new Error('nobody came back')
  principals.connect(back, next)
  await storing
  expect(back.me()).toMatchObject({ name: 'Ada', entered: true })
  expect(changes).toHaveLength(1)
})

test('[PERF-15] who was cut off a moment ago and comes back is known: no statement, and nothing is stored', async () => {
  const { accounts, clock, principals, set, cutOff, statements, refuseWrites } = await openHouse()
  const { token } = await accounts.openGuest('en', originOf('here'))
  const gone = await cutOff(token)
  await set(gone, 'heron')
  clock.move(59_000)
  const before = statements()
  // A day is over by the calendar: it used its session until a minute ago.
  clock.jump(DAY_MS)
  refuseWrites(new Refusal('storage_full'))
  expect(await accounts.findGuest(token)).toBe(gone)
  expect(statements()).toBe(before)
  expect([principals.find(gone.id), principals.all()]).toEqual([undefined, []])
  const back = {} as Connection
  expect(principals.connect(gone, back)).toBe(gone)
  principals.disconnect(gone, back)
  clock.move(60_000)
  expect(await accounts.findGuest(token)).not.toBe(gone)
  expect(statements()).toBeGreaterThan(before)
})

test('[T-83] who is named anew on another line while the first is cut off is one person on both', async () => {
  const { accounts, principals, set, cutOff } = await openHouse()
  const { token } = await accounts.openGuest('en', originOf('here'))
  const gone = await cutOff(token)
  const [next, back] = [{} as Connection, {} as Connection]
  // As somebody with a second session, whose row was read anew.
  const again = principals.connect(new Principal({ ...gone, seenMs: 0 }), next)
  expect(again).toBe(gone)
  await set(again, 'heron')
  principals.disconnect(again, next)
  const found = await accounts.findGuest(token)
  expect(found && principals.connect(found, back).name).toBe('heron')
})

test('[T-12] who is deleted while it is cut off is nobody, and what is swept is read anew', async () => {
  const { accounts, clock, principals, cutOff, statements } = await openHouse()
  const { token } = await accounts.openGuest('en', originOf('here'))
  const gone = await cutOff(token)
  gone.gone = true
  expect(principals.recall(gone.id)).toBeUndefined()
  expect(await accounts.findGuest(token)).not.toBe(gone)

  const looker = await accounts.openGuest('en', originOf('there'))
  await cutOff(looker.token)
  const before = statements()
  // The machine slept for two days: the steady clock stood still.
  clock.jump(2 * DAY_MS)
  await accounts.sweep()
  expect(await accounts.findGuest(looker.token)).toBeNull()
  expect(statements()).toBe(before + 1)
})

import { describe, expect, test } from 'bun:test'
import { Principal, type PrincipalKind } from '#server/accounts/principals.ts'
import { chooseListed, type Listed, requirePicture, userList } from './user-list.ts'

const person = (name: string, kind: PrincipalKind, sinceMs: number): Listed => ({
  principal: new Principal({ id: name, kind, name, look: 7, entered: true, seenMs: 0 }),
  sinceMs,
  picture: null,
})
const names = (listed: readonly Listed[]) => listed.map(({ principal }) => principal.name)

test('up to 200 are listed, oldest first', () => {
  const all = Array.from({ length: 200 }, (_, at) => person(`n${at}`, at % 2 ? 'classic' : 'guest', at))
  const listed = chooseListed(
    () => all,
    all.filter(({ principal }) => principal.kind === 'classic'),
  )
  expect(names(listed)).toEqual(names(all))
})

test('of more than 200 the classic guests come first', () => {
  const guests = Array.from({ length: 500 }, (_, at) => person(`g${at}`, 'guest', at))
  const classic = Array.from({ length: 150 }, (_, at) => person(`c${at}`, 'classic', 1_000 + at))
  const listed = names(chooseListed(() => [...guests, ...classic], classic))
  expect(listed).toHaveLength(200)
  expect(listed.slice(0, 150)).toEqual(names(classic))
  expect(listed.slice(150)).toEqual(names(guests.slice(0, 50)))
})

test('[HOUSE-13] a crowd is not walked through to its end', () => {
  let looked = 0
  function* crowd(): Iterable<Listed> {
    for (let at = 0; at < 100_000; at++) {
      looked++
      yield person(`g${at}`, 'guest', at)
    }
  }
  expect(chooseListed(crowd, [])).toHaveLength(200)
  expect(looked).toBeLessThan(500)
})

test('[D-31] the time has 24 hours, in the zone of the server', () => {
  const at = new Date(2026, 10, 3, 15, 4).getTime()
  expect(userList([person('ada', 'guest', at)], 'http://a.example')).toEqual([
    { username: 'ada', headerimg: 'http://a.example/avatars/7.svg', login_time: '15:04' },
  ])
})

describe('[D-26] [D-39] only files beside the page are passed on', () => {
  const good = ['img/a1.jpg', 'img/a10.jpg', 'img/x-y_Z9.webp', 'img/a.jpeg', 'img/a.png', 'img/a.gif']
  const bad = [
    'img/undefined',
    'http://evil.example/a.jpg',
    '//evil.example/a.jpg',
    'img/../a.jpg',
    'img/a.jpg?x',
    'img/a.svg',
    'img/a.jpg\n',
    'img/a.jpg" onerror="alert(1)',
    'data:image/png;base64,AAAA',
    'IMG/a.jpg',
    `img/${'a'.repeat(33)}.jpg`,
    '',
  ]
  for (const picture of good) test(picture, () => expect(requirePicture(picture)).toBe(picture))
  for (const picture of bad) test(JSON.stringify(picture), () => expect(requirePicture(picture)).toBeNull())
})

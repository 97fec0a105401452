import { expect, test } from 'bun:test'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { largestPeople } from './space-rows.ts'

test('[HOUSE-13] whose files take the most is found among all, in turns; forwarded files and who has no name here do not count', async () => {
  const house = await openLogHouse()
  await house.begin()
  await house.storage.write(async ({ sql }) => {
    await sql`
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1203)
      insert into principals (id, kind, name, look, entered, created_ms, seen_ms)
      select 'p' || n, 'person', 'n' || n, 1, case when n = 700 then 0 else 1 end, 1, 1 from numbers`
    await sql`
      insert into files (id, owner_id, room_id, kind, facts, hash, bytes, made_ms)
      select 'one' || id, id, ${ROOM}, 'file', '{}', 'h', 10, 1 from principals union all
      select 'two' || id, id, ${ROOM}, 'file', '{}', 'h', 90, 1 from principals where id in ('p1', 'p999', 'p700') union all
      select 'forwarded' || id, id, ${ROOM}, 'file', '{}', 'h', 0, 1 from principals`
  })
  expect(await largestPeople(house.storage.read, 3)).toEqual([
    { id: 'p1', name: 'n1', bytes: 100 },
    { id: 'p999', name: 'n999', bytes: 100 },
    { id: 'p10', name: 'n10', bytes: 10 },
  ])
  await house.close()
})

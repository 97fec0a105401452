import type { Bug } from './bug.ts'
import { houseBugs } from './house-bugs.ts'
import { nth } from './nth.ts'
import { roadBugs } from './road-bugs.ts'

/** The planted bugs of promises.md 4, and those of the roads beside the socket. B-13 is of the stage `cluster`: there is one node only, so it cannot be planted yet. */
export const bugs: readonly Bug[] = [
  {
    id: 'B-1',
    says: 'one event is not sent to one client',
    rules: ['C-8'],
    patches: [
      {
        file: 'server/gateway/session.ts',
        find: '    this.#socket?.subscribe(topic)\n',
        replace: `    this.#socket?.subscribe(topic)
    if (topic.startsWith('room:') && ${nth('subscribed')} === 3)
      globalThis.passedOver = () => {
        this.#socket?.unsubscribe(topic)
        setTimeout(() => this.#socket?.subscribe(topic), 60)
      }\n`,
      },
      // Not by the clock: there has to be something to be heard.
      {
        file: 'server/delivery/room-feed.ts',
        find: '      for (const frame of eventFrames(room.id, events)) this',
        replace: `      if (${nth('ticks')} >= 15 && globalThis.passedOver) {
        globalThis.passedOver()
        globalThis.passedOver = undefined
      }
      for (const frame of eventFrames(room.id, events)) this`,
      },
    ],
  },
  {
    id: 'B-2',
    says: 'two events are swapped in a frame',
    rules: ['C-8'],
    patches: [
      {
        file: 'server/delivery/room-feed.ts',
        find: 'of eventFrames(room.id, events))',
        replace: 'of eventFrames(room.id, events.length > 1 ? [...events.slice(1), ...events.slice(0, 1)] : events))',
      },
    ],
  },
  {
    id: 'B-3',
    says: 'ok leaves before the commit, and kill -9',
    rules: ['C-4'],
    endings: 3,
    patches: [
      {
        file: 'server/storage/writer-lane.ts',
        find: '      values.push(await run(job, tx))\n',
        replace: `      const value = await run(job, tx)
      if (job.bytes > 0) {
        job.done(value)
        await Bun.sleep(${nth('held')} < 60 ? 30 : 0)
      }
      values.push(value)\n`,
      },
    ],
  },
  {
    id: 'B-4',
    says: 'our sync of the WAL is left out, and power loss',
    rules: ['C-4'],
    needs: 'power loss',
    patches: [
      {
        file: 'server/storage/database-sqlite.ts',
        find: '    this.#durable = true\n    await this.#wal.datasync()\n',
        replace: '    this.#durable = true\n',
      },
    ],
  },
  {
    id: 'B-5',
    says: 'the unique key is gone, and what was cut is sent again',
    rules: ['C-6'],
    patches: [
      {
        file: 'server/storage/migrations/0001-beginnings.ts',
        find: 'create unique index events_by_cid',
        replace: 'create index events_by_cid',
      },
      {
        file: 'server/delivery/event-log.ts',
        find: 'on conflict (room_id, author_id, cid) do nothing returning seq',
        replace: 'returning seq',
      },
    ],
  },
  {
    id: 'B-6',
    says: 'delivered before the commit, which is then rolled back',
    rules: ['C-5'],
    patches: [
      {
        file: 'server/storage/writer-lane.ts',
        find: '      return await database.transaction((sql) => this.#inOrder(batch, sql, ({ work }, tx) => work(tx)))\n',
        replace: `      return await database.transaction(async (sql) => {
        const outcome = await this.#inOrder(batch, sql, ({ work }, tx) => work(tx))
        if (outcome.news.length > 0 && ${nth('committed')} % 40 === 0) {
          this.#needs.onDurable(outcome.news)
          throw new StorageFull()
        }
        return outcome
      })\n`,
      },
      { file: 'server/storage/writer-lane.ts', find: 'FULL_RETRY_MS = 5_000', replace: 'FULL_RETRY_MS = 500' },
    ],
  },
  {
    id: 'B-7',
    says: 'what is rolled back burns a number',
    rules: ['C-1'],
    patches: [
      {
        file: 'server/delivery/event-log.ts',
        find: 'set seq = room_heads.seq - 1, lines',
        replace: 'set seq = room_heads.seq, lines',
      },
    ],
  },
  {
    id: 'B-8',
    says: 'one client gets another body',
    rules: ['C-2'],
    patches: [
      {
        file: 'server/delivery/subscription.ts',
        find: 'this.#reader.send(frame)',
        replace: `this.#reader.send(frame.replaceAll('"body":"tea', '"body":"Tea'))`,
      },
    ],
  },
  {
    id: 'B-9',
    says: 'refused, and stored all the same',
    rules: ['C-7'],
    patches: [
      {
        file: 'server/messages/post-message.ts',
        find: '    if (!dup) return { room, seq, epoch, at }\n',
        replace: `    if (${nth('posted')} % 50 === 0) throw new Refusal('forbidden')
    if (!dup) return { room, seq, epoch, at }\n`,
      },
    ],
  },
  {
    id: 'B-10',
    says: 'one command of many is never answered',
    rules: ['C-7'],
    // An answer has 10 s.
    patienceMs: 12_000,
    patches: [
      {
        file: 'server/gateway/dispatch.ts',
        find: '      session.alive()\n',
        replace: `      session.alive()
      if (text.includes('"message.post"') && ${nth('answered')} % 100 === 0) return\n`,
      },
    ],
  },
  {
    id: 'B-11',
    says: 'unsubscribed some frames after the ban',
    rules: ['C-9'],
    patches: [
      {
        file: 'server/rooms/put-out.ts',
        find: "      leaveRoom(principal, connection, push.room, 'at-once')\n",
        replace: "      setTimeout(() => leaveRoom(principal, connection, push.room, 'at-once'), 150)\n",
      },
    ],
  },
  {
    id: 'B-12',
    says: 'the snapshot says as of n, and live begins later than n + 1',
    rules: ['C-8'],
    patches: [
      {
        file: 'server/delivery/subscription.ts',
        find: '    return { encoded, behind: () => this.#goOn(asOf) }\n',
        replace: '    return { encoded, behind: () => void setTimeout(() => this.#goLive(), 150) }\n',
      },
    ],
  },
  {
    id: 'B-14',
    says: 'a resume stops after its first page',
    rules: ['C-8'],
    patches: [
      {
        file: 'server/delivery/subscription.ts',
        find: '      cursor = page.at(-1)?.seq ?? this.room.head\n',
        replace:
          '      if (!this.room.covers(page.at(-1)?.seq ?? 0)) return this.#goLive()\n      cursor = page.at(-1)?.seq ?? this.room.head\n',
      },
    ],
  },
  {
    id: 'B-15',
    says: 'a resume gives a body that was erased',
    rules: ['C-2', 'C-9'],
    patches: [
      {
        file: 'server/delivery/event-log.ts',
        find: '    if (stored.length === 0) return this.#repeat(tx, roomId, event)\n',
        replace: `    if (stored.length === 0) return this.#repeat(tx, roomId, event)
    globalThis.words ??= new Map()
    globalThis.words.set(roomId + seq, event.wire)\n`,
      },
      {
        file: 'server/delivery/event-log.ts',
        find: '    return withinFrame(rows.map(logged))\n',
        replace: `    const words = (row) => globalThis.words?.get(roomId + row.seq) ?? row.wire
    return withinFrame(rows.map((row) => logged({ ...row, wire: words(row) })))\n`,
      },
    ],
  },
  ...roadBugs,
  ...houseBugs,
]

import { Database } from 'bun:sqlite'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from '#tests/commands/run-command.ts'
import { sleep, steadyMs } from '../world/steady.ts'
import type { World } from '../world/world.ts'
import { Broken, type Fault, NotProven, seconds } from './fault.ts'

type Head = { room: string; epoch: string; head: number }

/** A backup is made beside the talk, some seconds later it is put in the place of everything: clients know higher numbers. */
export const restore: Fault = {
  id: 'F-18',
  name: 'an old backup is restored',
  needs: [],
  takesS: 15,
  async run(world, chance) {
    const { server, disk } = world
    const backup = path.join(disk.folder, 'backup.tar')
    rmSync(backup, { force: true })
    const env = world.bucket?.env() ?? {}
    await teahouse(env, 'backup', backup, '--data', disk.dataDir)
    await sleep(chance.between(2_000, 4_000))
    await server.stop()
    const lost = headsOf(disk.dataDir)
    rmSync(disk.dataDir, { recursive: true })
    await teahouse(env, 'restore', backup, '--into', disk.dataDir)
    const changes = headsOf(disk.dataDir)
    const gone = declare(world, lost, changes)
    if (gone === 0) throw new NotProven('nothing was said since the backup')
    const ms = await server.start()
    const backMs = await world.well(60_000)
    rmSync(backup, { force: true })
    return `${gone} events of ${changes.size} rooms taken back with new epochs, answered after ${seconds(ms)}, the crowd back after ${seconds(backMs)}`
  },
}

/** A command of the program, as whoever runs the house gives it. */
async function teahouse(env: Record<string, string>, ...words: string[]): Promise<void> {
  const { code, out, err } = await runCommand(words, { env })
  if (code !== 0) throw new Broken(`teahouse ${words[0]} ended with ${code}: ${out} ${err}`)
}

function headsOf(dataDir: string): Map<string, Head> {
  const database = new Database(path.join(dataDir, 'teahouse.sqlite'), { readonly: true })
  const rows = database.query<Head, []>('select room_id as room, epoch, seq as head from room_heads').all()
  database.close()
  return new Map(rows.map((row) => [row.room, row]))
}

/** What was lost is lost on purpose. Returns how many events that are. */
function declare(world: World, before: Map<string, Head>, now: Map<string, Head>): number {
  let gone = 0
  for (const [room, { epoch: from, head: was }] of before) {
    const restored = now.get(room)
    gone += was - (restored?.head ?? 0)
    if (restored)
      world.deeds.push({ t: steadyMs(), kind: 'epoch_changed', room, from, to: restored.epoch, head: restored.head })
  }
  return gone
}

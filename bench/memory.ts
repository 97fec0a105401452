import type { Contestant } from './contestants.ts'
import { reasonToSkip, withCrowd } from './fan-out.ts'
import type { Kind } from './generator.ts'
import { slabBytes } from './machine.ts'
import type { Options } from './options.ts'
import type { MemoryPoint, MemoryRow } from './results.ts'
import { slopeOf } from './statistics.ts'

/** Bytes of the server's memory that one more idle connection takes: least squares over all points of a round. */
export const bytesPerConnection = (points: readonly MemoryPoint[]): number =>
  slopeOf(points.map(({ connections, bytes }) => ({ x: connections, y: bytes })))

/**
 * Scenario 2: joined connections that do nothing but answer heartbeats. Guests are made batch by batch, so that all that
 * a guest costs is in the slope.
 */
export async function measureMemory(
  contestants: readonly Contestant[],
  kind: Kind,
  options: Options,
  say: (line: string) => void,
): Promise<MemoryRow[]> {
  const most = Math.max(...options.connections)
  const measured = contestants.filter(({ key }) => key !== 'raw-c')
  const rows = measured.map(({ key }): MemoryRow => ({ contestant: key, rounds: [], idleMicros: [], skipped: null }))
  for (let round = 1; round <= options.rounds; round++) {
    for (const [at, contestant] of measured.entries()) {
      const row = rows[at]
      if (!row) continue
      const words = `memory, round ${round}: ${contestant.name}`
      try {
        const skipped = await reasonToSkip(contestant, most, options)
        if (skipped) throw new Error(skipped)
        const { points, idleMicros } = await measureOne(contestant, kind, options)
        row.rounds.push(points)
        if (idleMicros !== null) row.idleMicros.push(idleMicros)
        const idle = idleMicros === null ? '' : `, ${idleMicros.toFixed(2)} µs a second and connection`
        say(`${words}: ${(bytesPerConnection(points) / 1_000).toFixed(2)} kB a connection${idle}`)
      } catch (error) {
        row.skipped = error instanceof Error ? error.message : String(error)
        say(`${words}: not measured, ${row.skipped}`)
      }
    }
  }
  return rows
}

function measureOne(contestant: Contestant, kind: Kind, options: Options) {
  const crowd = { rooms: 1, sendersEvery: 0, probesEvery: 0, port: options.port }
  return withCrowd(contestant, kind, crowd, async ({ server, generator, join }) => {
    const points: MemoryPoint[] = []
    for (const connections of [0, ...options.connections]) {
      const more = connections - (points.at(-1)?.connections ?? 0)
      if (more > 0) await join(more)
      await generator.idle(options.restS, server.pids())
      points.push({ connections, bytes: server.residentBytes(), slabBytes: slabBytes() })
    }
    if (contestant.kind !== 'ours') return { points, idleMicros: null }
    const idle = await generator.idle(options.idleS, server.pids())
    if (idle.lostConnections > 0) throw new Error(`${idle.lostConnections} idle connections were lost`)
    return { points, idleMicros: (idle.serverSeconds * 1e6) / idle.seconds / idle.members }
  })
}

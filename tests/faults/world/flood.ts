import { bringReader } from '#tests/wire/v1-client.ts'
import { sleep } from './steady.ts'

let floods = 0

/** So many messages that a checkpoint is due. */
export async function floodUntilCheckpoint(server: {
  readonly port: number
  readonly url: string
  readonly isUp: boolean
}): Promise<void> {
  try {
    const writer = await bringReader(server, 'checkpoints')
    await writer.call('profile.set', { name: `pen ${process.pid}.${++floods}`, look: 0 })
    for (let round = 0; round < 60 && server.isUp; round++) {
      await Promise.race([
        Promise.all(Array.from({ length: 40 }, (_, at) => writer.post(`${round}.${at}`))),
        sleep(1_000),
      ])
    }
    writer.leaves()
  } catch {
    // Its line went with the server.
  }
}

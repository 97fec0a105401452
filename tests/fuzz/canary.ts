// A thread of its own, so that its figures tell of the server and not of who makes the nonsense. Told an address, it goes in and says
// something again and again; asked, it tells how long the answers took since it was asked last.
import { bringV1 } from '#tests/wire/v1-client.ts'

declare const self: Worker

/** A person who talks all the time would be a load of its own. */
const PAUSE_MS = 5

const waits: number[] = []
let failed: string | null = null

async function talk(server: { port: number; url: string }): Promise<void> {
  const canary = await bringV1(server, 'canary')
  self.postMessage({ sings: true })
  for (let at = 0; ; at++) {
    const began = performance.now()
    const { outcome, body } = at % 2 ? await canary.call('heartbeat', {}) : await canary.post(`still here ${at}`)
    if (outcome !== 'ok') throw new Error(`the canary was answered ${JSON.stringify(body)}`)
    waits.push(performance.now() - began)
    await Bun.sleep(PAUSE_MS)
  }
}

self.onmessage = ({ data }: MessageEvent<{ server?: { port: number; url: string } }>) => {
  if (data.server)
    talk(data.server).catch((error: unknown) => {
      failed = String(error)
      self.postMessage({ sings: false, failed })
    })
  else self.postMessage({ waits: waits.splice(0), failed })
}

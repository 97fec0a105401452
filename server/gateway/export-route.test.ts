import { expect, test } from 'bun:test'
import { STUCK_MS } from '#server/export/index.ts'
import { createExportRoute } from './export-route.ts'

const ADDRESS = '/api/rooms/:room/export.:kind'
const from = { address: '::1', prefix: '::1', home: null }

test('[P-12] the runtime waits longer for a reader than the file does', async () => {
  const routes = createExportRoute({
    requirePrincipal: () => Promise.reject(new Error('asked by the file itself')),
    exports: {
      open: async () => ({ type: 'text/html', disposition: 'attachment', stream: new Blob(['tea']).stream() }),
      requireOpen: async () => {},
    },
  })
  const path = '/api/rooms/r0123456789ab/export.html'
  const restedMs: number[] = []
  const called = {
    request: new Request(`http://house${path}`),
    path,
    asked: new URLSearchParams(),
    target: { scheme: 'http', host: 'house' } as const,
    from,
    mayRest: (seconds: number) => void restedMs.push(seconds * 1_000),
  }
  const answer = await routes[ADDRESS].GET(called, { room: 'r0123456789ab', kind: 'html' })
  expect(await answer.text()).toBe('tea')
  expect(restedMs).toHaveLength(1)
  expect(restedMs[0]).toBeGreaterThan(STUCK_MS)
  // What the runtime takes at most.
  expect(restedMs[0]).toBeLessThanOrEqual(255_000)
})

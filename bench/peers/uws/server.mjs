// uWebSockets.js with its own publish. The package's entry falls back to a stand-in over `ws`, in one line of a log, where its
// binary does not load: so the binary itself is asked for, and a Node that does not fit ends the start.
import { createRequire } from 'node:module'

const { platform, arch, versions } = process
const binary = `@trufflesuite/uws-js-unofficial/binaries/uws_${platform}_${arch}_${versions.modules}.node`
const uws = createRequire(import.meta.url)(binary)

const app = uws.App()
app.ws('/*', {
  compression: uws.DISABLED,
  idleTimeout: 0,
  // As much as Bun allows; the usual 64 kB would drop messages without a word.
  maxBackpressure: 16 * 1024 * 1024,
  open: (socket) => socket.subscribe('room'),
  message: (_socket, text, isBinary) => app.publish('room', text, isBinary),
})
app.listen('127.0.0.1', Number(process.env.PORT), (listening) => {
  if (!listening) throw new Error('the port is not free')
})

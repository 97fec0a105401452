// Socket.IO with a room. WebSocket only and without the first request kept, as its pages on performance and memory advise.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const server = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
server.engine.on('connection', (raw) => {
  raw.request = null
})
server.on('connection', (socket) => {
  socket.join('room')
  socket.on('message', (body) => server.to('room').emit('message', body))
})
http.listen({ host: '127.0.0.1', port: Number(process.env.PORT), backlog: 4096 })

// People in a net that this program's starter can take away: `stay` brings so many and waits, `look` says how many are in the room.
import { bringV1 } from '#tests/wire/v1-client.ts'

const [what = 'look', port = '0', people = '1'] = process.argv.slice(2)
const server = { port: Number(port), url: `http://127.0.0.1:${port}` }

if (what === 'stay') {
  for (let at = 0; at < Number(people); at++) await bringV1(server, `far ${at}`, 'apart')
  console.log('here')
  await Bun.sleep(300_000)
} else {
  const late = await bringV1(server, 'late', 'apart')
  await late.socket.until('people', () => late.people > 0, 10_000)
  console.log(late.people)
}
process.exit(0)

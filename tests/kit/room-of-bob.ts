import type { Guest } from './guest.ts'
import { newRoom, type openHouse } from './house.ts'
import { cornered, pngPicture } from './make-pictures.ts'
import { sendFiles } from './send-files.ts'

export const hill = {
  name: 'hill.png',
  bytes: pngPicture({ width: 320, height: 200, draw: cornered(300, 200) }),
  alt: 'A hill',
}

/** A room to walk through the whole product in: somebody is there, who has said something and shown the hill. */
export async function roomOfBob(
  house: ReturnType<typeof openHouse>,
  name: string,
): Promise<{ room: string; bob: Guest }> {
  const room = newRoom()
  const bob = await house.guest({ name, room })
  await bob.tells(['say something', 'to this'])
  await sendFiles(house.server.url, bob, [hill], 'from the walk')
  return { room, bob }
}

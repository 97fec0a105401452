export { passes } from './answer.ts'
export type { Client, ClientOptions } from './client.ts'
export { createClient } from './client.ts'
export { memoryKeep } from './memory-keep.ts'
export type { MyRooms, MyRoomsListener } from './my-rooms.ts'
export type { Keep, Platform, Socket, Unsent } from './platform.ts'
export { uuid } from './random.ts'
export { Disconnected, Refused } from './refused.ts'
export type {
  HistoryPage,
  HistoryPlace,
  LogPlace,
  Out,
  Outgoing,
  Role,
  Room,
  RoomListener,
  Saying,
  Snapshot,
  Source,
} from './room.ts'
export type { Status } from './status.ts'

import { enRooms } from './en-rooms.ts'
import { shownLanguage } from './index.ts'
import { type RoomWords, zhCNRooms } from './zh-cn-rooms.ts'

export type { RoomWords } from './zh-cn-rooms.ts'

/** Words of rooms, which are loaded late, in the language of the page. */
export const roomWords = (): RoomWords => (shownLanguage.value === 'zh-CN' ? zhCNRooms : enRooms)

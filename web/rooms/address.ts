import { limits } from '#protocol/limits.ts'
import { addressOf } from '#protocol/room-address.ts'

/** The address that the server will make of a title, if it is free. */
export const addressFrom = (title: string): string => [...addressOf(title)].slice(0, limits.roomNameChars).join('')

/** Whether an address has signs that none may have. */
export const isBadAddress = (address: string): boolean =>
  !/^[\p{L}\p{M}\p{N}_.\-\s]+$/u.test(address) || !/[\p{L}\p{N}]/u.test(address)

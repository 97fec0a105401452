import type { Platform } from './platform.ts'

/** From 0 up to, not including, 1. */
export function fraction({ randomBytes }: Pick<Platform, 'randomBytes'>): number {
  let number = 0
  for (const byte of randomBytes(4)) number = number * 256 + byte
  return number / 2 ** 32
}

/** A random UUID (version 4), made from bytes because browsers refuse `randomUUID` on plain http. */
export function uuid({ randomBytes }: Pick<Platform, 'randomBytes'>): string {
  const hex = Array.from(randomBytes(16), (byte, at) => {
    const marked = at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte
    return marked.toString(16).padStart(2, '0')
  }).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

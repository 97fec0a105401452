import { limits } from '#protocol/limits.ts'

/** The address that the server makes of a title, as far as one can tell here (server/accounts/name-rules.ts). */
export function addressFrom(title: string): string {
  const signs = title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
  return [...signs].slice(0, limits.roomNameChars).join('')
}

/** Whether an address has signs that none may have. */
export const isBadAddress = (address: string): boolean =>
  !/^[\p{L}\p{M}\p{N}_.\-\s]+$/u.test(address) || !/[\p{L}\p{N}]/u.test(address)

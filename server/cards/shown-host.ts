import { domainToUnicode } from 'node:url'

/** Chinese, Japanese and Korean do not look like letters of ASCII; others may (T-46, protocol/links.ts). */
const ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}a-z0-9ー.-]*$/iu

/** The host of an address as people read it, where it can pass for no other one; else as the net has it. */
export function shownHost({ hostname, port }: URL): string {
  const words = hostname.includes('xn--') ? domainToUnicode(hostname) : hostname
  const host = words !== '' && ASIAN.test(words) ? words : hostname
  return port === '' ? host : `${host}:${port}`
}

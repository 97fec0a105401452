import { isIPv4 } from 'node:net'
import { isPublicAddress } from './public-address.ts'
import type { Origin } from './socket.ts'

const GROUPS = 8
const GROUP_BITS = 16

/** Where somebody comes from, as far as limits and bans ask (threats.md 5). */
export const originOf = (address: string): Origin => ({
  address,
  prefix: isIPv4(address) ? address : firstBits(address, 64),
  home: isPublicAddress(address) ? (isIPv4(address) ? address : firstBits(address, 56)) : null,
})

/** The net around an address: IPv4 /24, IPv6 /48. Asked once in a while, so that no connection keeps it. */
export const netOf = ({ address }: Origin): string =>
  isIPv4(address) ? address.split('.').slice(0, 3).join('.') : firstBits(address, 48)

function firstBits(address: string, bits: number): string {
  return groupsOf(address)
    .map((group, at) => maskedGroup(group, bits - at * GROUP_BITS))
    .slice(0, Math.ceil(bits / GROUP_BITS))
    .join(':')
}

function maskedGroup(group: string, bits: number): string {
  const kept = Math.min(GROUP_BITS, Math.max(0, bits))
  // No shift of a number that is none: what is no address is its own neighbourhood.
  const value = Number.parseInt(group, 16)
  return Number.isNaN(value) ? group : ((value >> (GROUP_BITS - kept)) << (GROUP_BITS - kept)).toString(16)
}

function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const ending = tail === '' ? [] : tail.split(':')
  const zeros = address.includes('::') ? Math.max(0, GROUPS - groups.length - ending.length) : 0
  return [...groups, ...Array<string>(zeros).fill('0'), ...ending]
}

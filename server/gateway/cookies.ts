import { SESSION_MS } from '#server/accounts/index.ts'
import type { Target } from './origin.ts'

/** The name says how it may be sent, so one set over plain HTTP is never accepted over HTTPS (threats.md 6). */
function cookieName({ scheme }: Target, basePath: string): string {
  if (scheme === 'http') return 'teahouse'
  return basePath === '' ? '__Host-teahouse' : '__Secure-teahouse'
}

export function readSessionCookie(header: string | null, target: Target, basePath: string): string | null {
  return readCookie(header, cookieName(target, basePath))
}

export function sessionCookie(token: string, target: Target, basePath: string): string {
  const secure = target.scheme === 'https' ? '; Secure' : ''
  const age = SESSION_MS / 1_000
  return `${cookieName(target, basePath)}=${token}; Path=${basePath || '/'}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`
}

export function readCookie(header: string | null, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}

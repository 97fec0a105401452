import type { Target } from './origin.ts'

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // It passes the address of our own worker, and nothing else (web/push/register-worker.ts).
  'trusted-types teahouse',
].join('; ')

const EVERY = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
/** What browsers ask of documents alone. */
const OF_DOCUMENTS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), midi=(), payment=(), usb=(), microphone=(self), clipboard-write=(self), fullscreen=(self), autoplay=(self)',
}

/** Never a document with powers of its own; a first visit pays for each byte of their heads. */
const isPart = (type: string | null): boolean => /^text\/(?:javascript|css)\b/.test(type ?? '')

/** What every answer of that `Content-Type` carries (threats.md 7). */
export function everyHeader({ scheme }: Target, type: string | null): Record<string, string> {
  return {
    ...EVERY,
    ...(!isPart(type) && OF_DOCUMENTS),
    ...(scheme === 'https' && { 'Strict-Transport-Security': 'max-age=31536000' }),
  }
}

/** `connect-src 'self'` covers our own WebSocket in every browser of the baseline. */
export const pageHeaders = {
  'Content-Security-Policy': PAGE_POLICY,
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
}
/** A file to be kept: also if a browser showed it, nothing in it would run, or be of our site (threats.md 7). */
export const fileHeaders = { 'Content-Security-Policy': "sandbox; default-src 'none'", 'Cache-Control': 'no-store' }
/** The worker's own: it asks our server, and runs nothing but itself. */
export const workerHeaders = { 'Content-Security-Policy': "default-src 'none'; connect-src 'self'" }
export const jsonHeaders = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
export const textHeaders = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }

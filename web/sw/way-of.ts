/**
 * How a request is answered. `page`: from the server, and only where it is not reached from what was kept; `file`: never
 * changes under its name, so what was kept is as good; null: the worker keeps out of it.
 */
export type Way = 'page' | 'file' | null

type Asked = { method: string; mode: string; url: string }

/** `scope` is the worker's own, with a slash at its end. Nothing that is somebody's own is ever kept: it lies below `api/`. */
export function wayOf({ method, mode, url }: Asked, scope: string): Way {
  if (method !== 'GET' || !url.startsWith(scope)) return null
  const path = url.slice(scope.length).replace(/[?#].*$/s, '')
  if (mode === 'navigate') return path === '' || /^r\/[^/]+\/?$/.test(path) ? 'page' : null
  if (path === 'favicon.svg') return 'page'
  return path.startsWith('assets/') ? 'file' : null
}

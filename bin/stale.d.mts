export const PAGE_SOURCES: readonly string[]
export const SERVER_SOURCES: readonly string[]
export function isPageStale(root: string): boolean
export function isServerStale(root: string): boolean
export function serverProgram(root: string, name: 'main' | 'command'): string

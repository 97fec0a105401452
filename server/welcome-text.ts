import { networkInterfaces } from 'node:os'
import { dirname } from 'node:path'
import type { Config } from './config.ts'

/** What a person sees at the start: where the room is, from here and from elsewhere, and where its data lie. */
export function welcomeText(config: Config, port: number): string {
  const base = `${config.basePath}/`
  const here = `http://localhost:${port}${base}`
  const lines = [`  ${config.roomTitle}`, '', `  Open    ${config.publicUrl?.href ?? here}`]
  if (config.publicUrl) lines.push(`  Here    ${here}`)
  for (const address of reachable(config.host))
    lines.push(`  Others  http://${address}:${port}${base}   (same network)`)
  lines.push(`  Data    ${dirname(config.database.path)}`, '  Stop    Ctrl+C')
  return `\n${lines.join('\n')}\n\n`
}

/** Addresses under which other machines may find us: none when only this machine may come in. */
function reachable(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return []
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter((one) => one.family === 'IPv4' && !one.internal).map((one) => one.address),
  )
}

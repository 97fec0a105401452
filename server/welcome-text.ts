import { networkInterfaces } from 'node:os'
import { dirname } from 'node:path'
import type { Config } from './config.ts'

/**
 * What a person sees at the start: where the room is, from here and from elsewhere, where its data lie, and while nobody owns
 * the house the code that changes this. The code stands here alone, never in the log.
 */
export function welcomeText(config: Config, { port, claimCode }: { port: number; claimCode: string | null }): string {
  const base = `${config.basePath}/`
  const here = `http://localhost:${port}${base}`
  const lines = [`  ${config.roomTitle}`, '', `  Open    ${config.publicUrl?.href ?? here}`]
  if (config.publicUrl) lines.push(`  Here    ${here}`)
  for (const address of reachable(config.host))
    lines.push(`  Others  http://${address}:${port}${base}   (same network)`)
  lines.push(`  Data    ${dirname(config.database.path)}`, '  Stop    Ctrl+C')
  if (claimCode)
    lines.push(
      '',
      `  Owner   ${claimCode}`,
      '          Nobody owns this house yet. Enter this code in the settings of the page to own it.',
      '          这里还没有站主：在网页的“设置”里输入这个代码，你就是站主。',
    )
  return `\n${lines.join('\n')}\n\n`
}

/** Addresses under which other machines may find us: none when only this machine may come in. */
function reachable(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return []
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter((one) => one.family === 'IPv4' && !one.internal).map((one) => one.address),
  )
}

import { CommandRefused, type ExitCode } from '../refused.ts'
import { countOf, durationOf, sizeOf } from '../terminal.ts'
import type { World } from '../world.ts'
import { verifyHouse } from './verify-house.ts'

/** `teahouse verify`: every fault in a sentence, then what was looked at. */
export async function tellFindings(world: World, wish: { quick: boolean }): Promise<ExitCode> {
  const { terminal, clock } = world
  const sinceMs = clock.steadyMs()
  const findings = await verifyHouse(world, wish)
  const { faults, more } = findings
  for (const fault of faults) terminal.say(fault)
  if (more > 0) terminal.say(`… and ${countOf(more, 'more fault')}.`)
  const found = (what: string) => findings.counted(what)
  terminal.say(
    `Looked at ${countOf(found('rooms'), 'room')} with ${countOf(found('events'), 'event')} and ${countOf(found('states'), 'changed message')}, ` +
      `${countOf(found('people'), 'person', 'people')}, ${countOf(found('files'), 'file')} of ${sizeOf(found('bytes'))}` +
      `${wish.quick ? ' (by name and size)' : ''}, and for ${countOf(found('looked for in search'), 'message')} in search, in ${durationOf(clock.steadyMs() - sinceMs)}.`,
  )
  if (found('missing on purpose') > 0)
    terminal.say(
      `${countOf(found('missing on purpose'), 'file')} could not be in the backup from which this was restored.`,
    )
  if (faults.length > 0) terminal.say(`Wrong: ${countOf(faults.length + more, 'fault')}.`)
  if (findings.unchecked !== null) throw new CommandRefused(findings.unchecked, faults.length > 0 ? 1 : 2)
  if (faults.length > 0) return 1
  terminal.say('Sound.')
  return 0
}

import type { RefusalCode } from '#protocol/refusals.ts'
import type { Right, Standing } from '#server/accounts/caller.ts'

/** What rights depend on. `joined` and `standing` are undefined where no room is concerned, `own` where no message is. */
export type Facts = {
  entered: boolean
  joined?: boolean
  own?: boolean | undefined
  /** Owns the installation: as good as the owner in rooms that are not private. */
  house?: boolean
  standing?: Readonly<Standing>
}

/** The whole table of rights (HOUSE-9): null is yes, else the reason. What one may not see looks like what is not there (T-1). */
export function can(facts: Facts, right: Right): RefusalCode | null {
  switch (right) {
    case 'be-here':
    case 'open-room':
      return null
    case 'enter':
      return facts.entered ? null : 'login_first'
    case 'read':
      return canSee(facts)
    case 'search':
      // A room that one is not in and one that is not there look the same (T-1, T-5).
      return canSee(facts) ?? (facts.joined === false ? 'not_found' : null)
    case 'post':
    case 'react':
    case 'pin':
      return canWrite(facts) ?? (facts.standing?.archived ? 'closed' : null)
    case 'export':
      return canWrite(facts)
    case 'edit':
      return (
        canWrite(facts) ?? (facts.own === false ? 'forbidden' : null) ?? (facts.standing?.archived ? 'closed' : null)
      )
    case 'erase':
      return canWrite(facts) ?? (facts.own === false ? 'forbidden' : null)
    case 'govern':
      return canBelong(facts) ?? (owns(facts) ? null : 'forbidden')
    case 'invite':
      return canBelong(facts) ?? (mayInvite(facts) ? null : 'forbidden')
    case 'quit':
      return canBelong(facts)
    case 'keep-house':
      return !facts.entered ? 'login_first' : facts.house === true ? null : 'forbidden'
  }
}

function canSee({ standing }: Facts): RefusalCode | null {
  if (standing === undefined) return null
  if (standing.access === 'private') return standing.role === null || standing.banned ? 'not_found' : null
  return standing.banned ? 'banned' : null
}

/** Writing, and carrying all of it away, are for who is in the room under a name. */
function canWrite(facts: Facts): RefusalCode | null {
  if (!facts.entered) return 'login_first'
  return canSee(facts) ?? (facts.joined === false ? 'not_found' : null)
}

const canBelong = (facts: Facts): RefusalCode | null => (facts.entered ? canSee(facts) : 'login_first')

/** A chat has no owner, and the installation's owner has no say in what is private. */
const owns = ({ standing, house }: Facts): boolean =>
  standing !== undefined &&
  !standing.chat &&
  (standing.role === 'owner' || (house === true && standing.access !== 'private'))

const mayInvite = (facts: Facts): boolean =>
  owns(facts) || (facts.standing?.access === 'private' && !facts.standing.chat && facts.standing.role === 'member')

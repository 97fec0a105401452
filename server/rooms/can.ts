import type { RefusalCode } from '#protocol/refusals.ts'
import type { Right } from '#server/accounts/caller.ts'

/** What rights depend on. `joined` is undefined where no room is concerned, `own` where no message is. */
export type Facts = { entered: boolean; joined?: boolean; own?: boolean }

/** The whole table of rights (HOUSE-9): null is yes, else the reason. Rooms are open to all at this stage. */
export function can({ entered, joined, own }: Facts, right: Right): RefusalCode | null {
  switch (right) {
    case 'be-here':
    case 'read':
    case 'open-room':
      return null
    case 'search':
      // A room that one is not in and one that is not there look the same (T-1, T-5).
      return joined === false ? 'not_found' : null
    case 'post':
    case 'react':
    case 'pin':
    case 'export':
      return canWrite({ entered, joined })
    case 'edit':
    case 'erase':
      return canWrite({ entered, joined }) ?? (own === false ? 'forbidden' : null)
  }
}

/** Writing, and carrying all of it away, are for who is in the room under a name. */
function canWrite({ entered, joined }: { entered: boolean; joined: boolean | undefined }): RefusalCode | null {
  if (!entered) return 'login_first'
  return joined === false ? 'not_found' : null
}

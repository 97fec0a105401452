import type { InviteWords } from './zh-cn-invite.ts'

export const enInvite: InviteWords = {
  open: 'Invite',
  openMenu: 'Invite people',
  title: (room) => `Invite people to ${room}`,
  how: {
    open: 'Let them scan the code or send them the link. Whoever opens it is in.',
    link: 'Let them scan the code or send them the link. Whoever has it can come.',
    private: 'This room is for members only; the link alone lets nobody in. Add people first, then send it.',
  },
  thisMachine:
    'Only this computer can open this address. For others, open the network address shown when the server started, and invite from there.',
  code: (room) => `QR code with the link to ${room}`,
  share: 'Share…',
  copy: 'Copy link',
  copied: 'Link copied',
  notCopied: 'Couldn’t copy. Select the link to copy it.',
  add: 'Add people',
}

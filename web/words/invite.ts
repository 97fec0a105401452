import { enInvite } from './en-invite.ts'
import { shownLanguage } from './index.ts'
import { type InviteWords, zhCNInvite } from './zh-cn-invite.ts'

/** Words of bringing others in, which come late, in the language of the page. */
export const inviteWords = (): InviteWords => (shownLanguage.value === 'zh-CN' ? zhCNInvite : enInvite)

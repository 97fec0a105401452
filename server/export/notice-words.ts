import { nameless } from '#protocol/nameless.ts'
import type { Locale } from '#protocol/people.ts'
import type { MemberChanged, Notice, RoomChanged } from '#protocol/room-events.ts'
import { before, behind, between } from './beside-names.ts'

/** What became of a room, as a line of its file says it. Names stand between the signs of an isolate. */
const zhCN = {
  titled: (who: string, title: string) => `${before(who)}把标题改为「${title}」`,
  topic: (who: string, topic: string) => `${before(who)}把话题改为「${topic}」`,
  noTopic: (who: string) => `${before(who)}去掉了话题`,
  accent: (who: string) => `${before(who)}换了聊天室的颜色`,
  access: {
    open: (who: string) => `${before(who)}公开了聊天室，谁都可以来`,
    link: (who: string) => `${before(who)}改成了有链接才能来`,
    private: (who: string) => `${before(who)}改成了只有成员能来`,
  },
  archived: (who: string) => `${before(who)}归档了聊天室`,
  unarchived: (who: string) => `${before(who)}重新打开了聊天室`,
  members: {
    added: (by: string, who: string) => `${before(by)}添加了${behind(who)}`,
    left: (_by: string, who: string) => `${before(who)}退出了聊天室`,
    removed: (by: string, who: string) => `${before(by)}把${between(who)}移出了聊天室`,
    banned: (by: string, who: string) => `${before(by)}封禁了${behind(who)}`,
    pardoned: (by: string, who: string) => `${before(by)}解除了对${between(who)}的封禁`,
    owner: (by: string, who: string) => `${before(by)}把聊天室移交给了${behind(who)}`,
  } satisfies Record<MemberChanged['how'], (by: string, who: string) => string>,
  nameless: '已离开的人',
  between: '；',
}
type NoticeWords = typeof zhCN

const english: NoticeWords = {
  titled: (who, title) => `${who} changed the title to “${title}”`,
  topic: (who, topic) => `${who} changed the topic to “${topic}”`,
  noTopic: (who) => `${who} removed the topic`,
  accent: (who) => `${who} changed the room’s colour`,
  access: {
    open: (who) => `${who} opened the room to everybody`,
    link: (who) => `${who} made the room link-only`,
    private: (who) => `${who} made the room members-only`,
  },
  archived: (who) => `${who} archived the room`,
  unarchived: (who) => `${who} reopened the room`,
  members: {
    added: (by, who) => `${by} added ${who}`,
    left: (_by, who) => `${who} left the room for good`,
    removed: (by, who) => `${by} removed ${who}`,
    banned: (by, who) => `${by} banned ${who}`,
    pardoned: (by, who) => `${by} lifted the ban on ${who}`,
    owner: (by, who) => `${by} handed the room over to ${who}`,
  },
  nameless: 'Somebody who has left',
  between: '; ',
}

const words: Readonly<Record<Locale, NoticeWords>> = { 'zh-CN': zhCN, en: english }

const isolated = (text: string): string => `\u2068${text}\u2069`

/** The sentence of a notice. It is made from its type: nobody's text can look like one (T-78). */
export function noticeSentence(notice: Notice, locale: Locale): string {
  const say = words[locale]
  const nameOf = ({ name }: { name: string }) => isolated(name === nameless ? say.nameless : name)
  const by = nameOf(notice.by)
  if (notice.type === 'member.changed') return say.members[notice.how](by, nameOf(notice.who))
  return roomSentences(notice, say, by).join(say.between)
}

function roomSentences({ title, topic, accent, access, archived }: RoomChanged, say: NoticeWords, by: string) {
  return [
    ...(title === undefined ? [] : [say.titled(by, isolated(title))]),
    ...(topic === undefined ? [] : [topic === '' ? say.noTopic(by) : say.topic(by, isolated(topic))]),
    ...(accent === undefined ? [] : [say.accent(by)]),
    ...(access === undefined ? [] : [say.access[access](by)]),
    ...(archived === undefined ? [] : [archived ? say.archived(by) : say.unarchived(by)]),
  ]
}

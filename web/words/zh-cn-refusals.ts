import type { RefusalCode } from '#protocol/refusals.ts'
import { n } from './zh-cn-names.ts'

// Why something did not work, for every way in which the server says no. This object is the type: en-refusals.ts must
// satisfy it. A place that can say it better has words of its own for it.
export const zhCNRefusals = {
  /** Of one's own name. */
  name: {
    taken: '这个名字有人用了。',
    takenTry: (other: string) => `这个名字有人用了，试试「${other}」？`,
    invalid: '这个名字不能用，换一个吧。',
  },
  /** Each stands behind what did not work, or alone as a sentence: what is so, and what helps. */
  because: {
    bad_json: '服务器没看懂，刷新页面再试',
    bad_text: '有些字符没法显示，去掉后再试',
    bad_field: '服务器没看懂，刷新页面再试',
    unknown_type: '服务器不认识这个操作，刷新页面再试',
    version_unsupported: '有新版本，刷新页面再试',
    hello_first: '还没连上聊天室，请稍后再试',
    login_first: '要先取个名字',
    already_logged_in: '连接出了问题，刷新页面再试',
    not_found: '找不到了，可能已被删除',
    forbidden: '你现在不能这样做',
    banned: '你已被封禁，不能再来这个聊天室',
    refused: '对方不接受',
    closed: '聊天室已归档，只能查看',
    name_invalid: '这个名字不能用，换一个吧',
    name_taken: '这个名字有人用了，换一个吧',
    empty: '还空着，先写点什么',
    too_long: '字数超出了上限，删短一点',
    expired: '时间已过，不能再改了',
    too_many: '数量已到上限，先减少一些',
    too_large: '文件太大了，换一个小一点的',
    wrong_kind: '这种文件用不了，换一种格式',
    bad_picture: '图片打不开，可能已损坏',
    quota_full: '空间用完了，删掉一些旧文件再试',
    wrong_offset: '上传中断了，请再试一次',
    too_slow: '网络太慢，上传停下了，请稍后再试',
    client_id_conflict: '编号和别的重复了，请再试一次',
    rate_limited: '操作太快了，请稍后再试',
    busy: '现在人很多，请稍后再试',
    storage_full: '服务器空间不足，暂时只能查看',
    unavailable: '服务暂时不可用，请稍后再试',
    draining: '服务器正在重启，马上回来',
    internal: '服务器出了问题，请再试一次',
    lost: '现在连不上服务器，请稍后再试',
    other: '没能完成，请再试一次',
  } satisfies Record<RefusalCode | 'lost' | 'other', string>,
  tooFast: (seconds: number) => `操作太快了，${n(seconds)} 秒后再试。`,
  /** A reason that stands alone. */
  sentence: (why: string) => `${why}。`,
}

export type RefusalWords = typeof zhCNRefusals

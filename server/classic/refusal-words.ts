import type { RefusalCode, RefusalDetail } from '#protocol/refusals.ts'
import { characters } from '#protocol/text.ts'

/** What a refusal says to somebody who reads Chinese; `text` is what was refused, where there was one. */
export function refusalWords(code: RefusalCode, { limit }: RefusalDetail, text: string | null): string {
  if (code !== 'too_long' || limit === undefined) return words[code]
  const length = text === null ? '' : `：${characters(text)} 字`
  return `消息太长${length}，最多 ${limit} 字`
}

const words: Readonly<Record<RefusalCode, string>> = {
  bad_json: '不是有效的 JSON 对象',
  bad_text: '文字中有无效的字符',
  bad_field: '字段缺失或类型不对',
  unknown_type: '未知的消息类型',
  version_unsupported: '不支持这个协议版本',
  hello_first: '请先登录',
  login_first: '请先登录',
  already_logged_in: '已经登录，不能再次登录',
  not_found: '没有找到',
  forbidden: '不允许这样做',
  banned: '你已被移出这个聊天室',
  refused: '对方不接受你的消息',
  closed: '聊天室已归档，只能查看',
  name_invalid: '这个名字不能使用，请换一个',
  name_taken: '这个名字已被使用',
  empty: '消息是空的',
  too_long: '消息太长',
  expired: '已经太晚了',
  too_many: '数量已达上限',
  too_large: '文件太大',
  wrong_kind: '不支持这种文件',
  bad_picture: '无法读取这张图片',
  quota_full: '存储空间已用完',
  wrong_offset: '上传位置不对',
  too_slow: '上传太慢',
  client_id_conflict: '消息编号冲突',
  rate_limited: '太快了',
  busy: '服务器正忙',
  storage_full: '服务器空间不足',
  unavailable: '服务暂时不可用',
  draining: '服务器正在重启',
  internal: '服务器出错了',
}

// Words of the dialog "Files", loaded with it. This object is the type: en-storage.ts must satisfy it.
export const zhCNStorage = {
  title: '文件空间',
  mine: '我发的文件',
  used: (used: string, limit: string) => `已用 ${used}，共 ${limit}`,
  free: (left: string) => `还能发 ${left}`,
  full: '空间用完了。删掉带文件的旧消息，就能腾出空间。',
  hint: '撤回或删除带文件的消息，文件会一起删掉，空间随即腾出。',
  house: '整个茶馆',
  disk: (free: string) => `服务器磁盘还剩 ${free}`,
  people: '占用最多的人',
  rooms: '占用最多的聊天室',
  roomsNote: '仅成员的聊天室不在此列。',
  nothing: '还没有文件。',
  loading: '正在读取…',
  failed: '没能读到，请稍后再试。',
  again: '重试',
  see: '查看空间',
}

export type StorageWords = typeof zhCNStorage

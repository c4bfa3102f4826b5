// Source: element-hq/element-web, src/components/views/rooms/EventTile.tsx and RoomHeader.tsx. Every row says whether it is
// the person's own, also those that go on without a name. The header shows who else is in the room unless two talk.
SecondLook.site({
  id: 'element',
  name: 'Element (Matrix)',
  hosts: ['app.element.io'],
  verified: '2026-10',
  signature: '.mx_MatrixChat',
  conversation: (url) => url.hash.match(/^#\/room\/([!#][^/?]+)/)?.[1] ?? null,
  group: (_url, doc) => !!doc.querySelector('.mx_RoomHeader .mx_FacePile'),
  root: '.mx_RoomView_body .mx_RoomView_MessageList',
  row: '.mx_EventTile[data-self]',
  skip: '.mx_EventTile_info, .mx_EventTile_bubbleContainer',
  pending: '.mx_EventTile_sending, [data-event-id^="~"]',
  key: (row) => row.getAttribute('data-event-id') ?? row.getAttribute('data-scroll-tokens'),
  me: '[data-self="true"]',
  them: '[data-self="false"]',
  deleted: '.mx_RedactedBody',
  text: '.mx_EventTile_body',
  exclude: '.mx_ReplyChain, .mx_ReplyTile, mx-reply, blockquote, .mx_EventTile_edited, .mx_LinkPreviewGroup',
  sentAt: (row) => SecondLook.time(row.querySelector('.mx_MessageTimestamp')?.getAttribute('title')),
  compose: '.mx_BasicMessageComposer_input, .mx_WysiwygComposer_Editor_content',
  send: '.mx_MessageComposer_sendMessage',
});

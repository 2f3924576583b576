// PartyCloud 签名调用快速上手 · quick start of signed calls. Node.js 18+, 不需要任何包 · no packages.
// PARTYCLOUD_HOST=http://127.0.0.1:8080 PARTYCLOUD_APP=应用的id PARTYCLOUD_SECRET=密钥 node quick_start.mjs
import { createHash, createHmac, randomBytes } from 'node:crypto'

const host = process.env.PARTYCLOUD_HOST.replace(/\/$/, '')
const app = process.env.PARTYCLOUD_APP
const secret = process.env.PARTYCLOUD_SECRET

// encodeURIComponent 不转义 !'()*，这里补上 · leaves these alone, so they are escaped here.
const escape = (text) =>
  encodeURIComponent(decodeURIComponent(text.replace(/\+/g, ' '))).replace(/[!'()*]/g, (one) => '%' + one.charCodeAt(0).toString(16).toUpperCase())

// 名与值统一转义，按名排序，同名保持次序 · one way to escape, sorted by name, equal names in their order.
const canonical = (query) =>
  query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      return equals < 0 ? [escape(part), ''] : [escape(part.slice(0, equals)), escape(part.slice(equals + 1))]
    })
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

// 发出一次签名调用 · makes one signed call.
export async function call(method, target, body) {
  const [path, query = ''] = target.split(/\?(.*)/s)
  const timestamp = Math.floor(Date.now() / 1000).toString()
  const nonce = randomBytes(16).toString('hex')
  const content = createHash('sha256').update(body ?? '').digest('hex')
  const text = [method, path, canonical(query), timestamp, nonce, content].join('\n')
  const answer = await fetch(host + target, {
    method,
    body,
    headers: {
      'X-Pc-App-Id': app,
      'X-Pc-Algorithm': 'HMAC-SHA256',
      'X-Pc-Timestamp': timestamp,
      'X-Pc-Nonce': nonce,
      'X-Pc-Content-SHA256': content,
      'X-Pc-Signature': createHmac('sha256', secret).update(text).digest('base64'),
      'Content-Type': 'application/json',
    },
  })
  return [answer.status, await answer.text()]
}

for (const [method, target, body] of [
  ['GET', '/api/v1/apps/me'],
  ['GET', `/api/v1/members?q=${encodeURIComponent('样例党员')}&limit=2`],
  // 缺少必填项，会被拒绝并指出字段 · lacks what must be there, so it is refused and the fields are named.
  ['POST', '/api/v1/members', '{"name":"样例一"}'],
]) {
  const [status, text] = await call(method, target, body)
  console.log(status, method, target, text)
}

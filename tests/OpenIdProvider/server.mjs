// A real OpenID provider (npm's oidc-provider) for the gateway's tests. It says where it listens, and ends with its standard input.
// Whoever comes to an interaction says in the query who he is; a client registers under the id and secret that it names itself.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

const server = createServer()
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const issuer = `http://127.0.0.1:${server.address().port}`

const key = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'tests' }
const levels = new Map()

const provider = new Provider(issuer, {
  jwks: { keys: [key] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  acrValues: ['urn:sample:face'],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'real_name_level'], acr: null, amr: null },
  pkce: { required: () => true },
  ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 3600, Grant: 3600 },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    registration: { enabled: true, idFactory: ctx => ctx.get('x-client-id'), secretFactory: ctx => ctx.get('x-client-secret') },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  // The gateway that is told of a logout is on this machine, to which a provider in earnest would not send; and the machine may stand still for a while.
  fetch: (url, { dispatcher, signal, ...options }) => globalThis.fetch(url, options),
  // Nobody is asked for his consent: an office has given it for all.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
    grant.addOIDCScope('openid profile')
    await grant.save()
    return grant
  },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `样例 ${id}`, preferred_username: id, real_name_level: levels.get(id) }) }),
})

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next()
  const { user, level, acr, deny } = ctx.query
  if (level) levels.set(user, level)
  const result = deny ? { error: 'access_denied' } : { login: { accountId: user, ...(acr ? { acr } : {}) } }
  await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false })
  ctx.respond = false
})
for (const event of ['server_error', 'backchannel.error', 'grant.error', 'authorization.error', 'registration_create.error']) {
  provider.on(event, (_, failure) => console.error(event, failure?.message, failure?.error_description ?? ''))
}

server.on('request', provider.callback())
console.log(`ready ${issuer}`)
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))

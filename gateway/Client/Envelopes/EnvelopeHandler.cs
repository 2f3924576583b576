using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PartyCloud.Client.Signing;

namespace PartyCloud.Client.Envelopes;

/// <summary>Puts each body into an envelope before the call is signed, and takes each answer out of its own.</summary>
internal sealed class EnvelopeHandler(EnvelopeSettings settings, TimeProvider clock) : DelegatingHandler
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (plain, nonce) = (request.Content, SigningHandler.NewNonce());
        request.Options.Set(SigningHandler.Nonce, nonce);
        request.Set(Envelope.Header, Envelope.Profile);
        if (plain is not null)
        {
            var sealedBody = EnvelopeCipher.Seal(
                settings.App, settings.Secret, nonce, await plain.ReadAsByteArrayAsync(cancellationToken), clock.GetUtcNow(), settings.Sign);
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(sealedBody, Json)) { Headers = { ContentType = new("application/json") } };
        }

        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.Contains(Envelope.Header))
            {
                await OpenAsync(answer, nonce, cancellationToken);
            }
            else if (answer.IsSuccessStatusCode && await answer.Content.ReadAsByteArrayAsync(cancellationToken) is not [])
            {
                throw new HttpRequestException("The answer came without the envelope that was asked for.");
            }

            return answer;
        }
        finally
        {
            // A repetition begins from what was to be sent.
            request.Content = plain;
        }
    }

    private async Task OpenAsync(HttpResponseMessage answer, string nonce, CancellationToken cancel)
    {
        var envelope = JsonSerializer.Deserialize<Envelope>(await answer.Content.ReadAsByteArrayAsync(cancel), Json);
        var content = envelope is { IsOfThisKind: true } && envelope.AppCode == settings.App.ToString() && EnvelopeCipher.IsSignedBy(envelope, settings.PlatformKey)
            ? EnvelopeCipher.Open(envelope, settings.Secret, nonce)
            : null;
        var type = answer.IsSuccessStatusCode ? "application/json" : "application/problem+json";
        answer.Content = new ByteArrayContent(content ?? throw new HttpRequestException("The answer's envelope is not PartyCloud's, or not for this call."))
        {
            Headers = { ContentType = new MediaTypeHeaderValue(type, Encoding.UTF8.WebName) },
        };
    }
}

/// <summary>What a side needs for envelopes.</summary>
/// <param name="PlatformKey">By which answers are known to be PartyCloud's.</param>
internal sealed record EnvelopeSettings(Guid App, byte[] Secret, Func<byte[], byte[]> Sign, Sm2Key PlatformKey)
{
    public static EnvelopeSettings Of(PartyCloudOptions options, string platformKey) => new(
        options.App,
        Encoding.ASCII.GetBytes(options.Secret ?? throw new ArgumentException("EnvelopeKey needs Secret, from which the key of SM4 is made.", nameof(options))),
        options.Sm2Device ?? (options.Sm2PrivateKey is { } text && Sm2PrivateKey.Parse(text) is { } key ? key.Sign
            : throw new ArgumentException("EnvelopeKey needs Sm2Device or Sm2PrivateKey, by which envelopes are signed.", nameof(options))),
        Sm2Key.Parse(platformKey) ?? throw new ArgumentException("EnvelopeKey is no public key of SM2.", nameof(options)));
}

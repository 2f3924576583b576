using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using PartyCloud.Client.Envelopes;
using PartyCloud.Client.Signing;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Apps;

/// <summary>
/// Signed calls whose bodies go in envelopes (国密信封): what arrives is opened, what is answered is put into one. Off unless the installation has a key and the call asks for it.
/// It stands behind the check of the signature, so what is opened is the app's own.
/// </summary>
internal sealed class EnvelopedCalls(RequestDelegate next, EnvelopeKey platform, TimeProvider clock)
{
    // A cipher is opened whole or not at all; imports and exports go without.
    private const int LargestBody = 1 << 20;
    private const int LargestAnswer = 16 << 20;
    private const string TooLarge = "request.too-large";

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Headers[Envelope.Header] is { Count: > 0 } asked ? OpenAsync(context, asked.ToString()) : next(context);

    private async Task OpenAsync(HttpContext context, string asked)
    {
        Field.Require(asked == Envelope.Profile, Envelope.Header, "field.unknown", asked);
        var (app, now) = ((context.User as AppPrincipal)?.App, clock.GetUtcNow());
        var secrets = app?.Credentials.Where(credential => credential.Secret is not null && now < credential.ExpiresAt).ToList() ?? [];
        if (platform.Key is not { } key || app is null || secrets is [])
        {
            await RefuseAsync(context, platform.Key is null ? "envelope.off" : app is null ? "envelope.signed-calls" : "envelope.no-secret");
            return;
        }

        // Where the call has no body, the newest secret serves; otherwise the one by which the body opened.
        var (nonce, secret) = (context.Request.Headers[SignatureHeaders.Nonce].ToString(), secrets[^1].Secret!);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            var (content, by, problem) = Open(app, secrets, nonce, await ReadAsync(context.Request), now);
            if (content is null)
            {
                await RefuseAsync(context, problem!);
                return;
            }

            secret = by!;
            context.Request.Body = new MemoryStream(content, writable: false);
            context.Request.ContentLength = content.Length;
            context.Request.ContentType = MediaTypeNames.Application.Json;
        }

        await AnswerAsync(context, app.Id, secret, nonce, key);
    }

    private static (byte[]? Content, byte[]? Secret, string? Problem) Open(LiveApp app, List<LiveCredential> secrets, string nonce, byte[]? body, DateTimeOffset now)
    {
        if (body is null)
        {
            return (null, null, TooLarge);
        }

        if (Read(body) is not { IsOfThisKind: true } envelope
            || !long.TryParse(envelope.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp) || envelope.Timestamp.Length != 10)
        {
            return (null, null, "envelope.malformed");
        }

        if (envelope.AppCode != app.Id.ToString())
        {
            return (null, null, "envelope.app");
        }

        if (!SignatureCheck.IsInTime(timestamp, now))
        {
            return (null, null, "envelope.clock");
        }

        if (!app.Credentials.Any(credential => credential.Key is { } key && now < credential.ExpiresAt && EnvelopeCipher.IsSignedBy(envelope, key)))
        {
            return (null, null, "envelope.signature");
        }

        foreach (var credential in secrets)
        {
            if (EnvelopeCipher.Open(envelope, credential.Secret!, nonce) is { } content)
            {
                return (content, credential.Secret, null);
            }
        }

        return (null, null, "envelope.unreadable");
    }

    private static Envelope? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Envelope>(body, Wire.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The signature's check has the body at hand; it is null where it is too large for an envelope.
    private static async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        var content = new MemoryStream();
        var buffer = new byte[32 << 10];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
        {
            if (content.Length + read > LargestBody)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private async Task AnswerAsync(HttpContext context, Guid app, byte[] secret, string nonce, Sm2PrivateKey key)
    {
        var outward = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var answer = new AnswerBuffer(LargestAnswer);
        // What is packed cannot be read for the envelope.
        context.Request.Headers.AcceptEncoding = default;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer, outward));
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(outward);
        }

        if (answer.IsTooLarge)
        {
            context.Response.Clear();
            await RefuseAsync(context, "envelope.answer-too-large");
        }
        else if (answer.Length > 0)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(EnvelopeCipher.Seal(app, secret, nonce, answer.GetBuffer().AsSpan(0, (int)answer.Length), clock.GetUtcNow(), key.Sign), Wire.Json);
            context.Response.Headers[Envelope.Header] = Envelope.Profile;
            context.Response.ContentType = MediaTypeNames.Application.Json;
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static Task RefuseAsync(HttpContext context, string code) =>
        ProblemWriter.WriteAsync(context, code == TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, code);

    /// <summary>Keeps no more than it may; what comes after is let go.</summary>
    private sealed class AnswerBuffer(int largest) : MemoryStream
    {
        public bool IsTooLarge { get; private set; }

        // All other ways of writing lead here.
        public override void Write(byte[] buffer, int offset, int count)
        {
            IsTooLarge |= Length + count > largest;
            if (!IsTooLarge)
            {
                base.Write(buffer, offset, count);
            }
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PartyCloud.Client;
using PartyCloud.Client.Retrying;
using PartyCloud.Client.Signing;
using PartyCloud.Contracts;

namespace PartyCloud.Conformance;

/// <summary>What was answered.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonNode? Body, System.Net.Http.Headers.HttpResponseHeaders Headers)
{
    public string? Code => (string?)Body?["code"];
}

/// <summary>What is done to a request that would be right, before or after it is signed.</summary>
internal sealed record Spoiled
{
    public int ClockAhead { get; init; }

    public string? Nonce { get; init; }

    public string? Secret { get; init; }

    /// <summary>Sent in the place of what was signed.</summary>
    public byte[]? Body { get; init; }

    /// <summary>A header that is left out.</summary>
    public string? Without { get; init; }
}

/// <summary>A portal's app in a sandbox: calls as the client sends them, and calls with a fault of its own.</summary>
internal sealed class SandboxPortal : IDisposable
{
    private readonly HttpClient _plain;
    private readonly HttpClient _retrying;
    private readonly Guid _app;
    private readonly string _secret;

    public SandboxPortal(Uri gateway, Guid app, string secret)
    {
        (_app, _secret) = (app, secret);
        _plain = new HttpClient { BaseAddress = gateway };
        _retrying = new HttpClient(new RetryHandler(retries: 4, TimeSpan.FromSeconds(10), TimeProvider.System)
        {
            InnerHandler = new SigningHandler(Signer.Of(new PartyCloudOptions { App = app, Secret = secret }), TimeProvider.System) { InnerHandler = new HttpClientHandler() },
        })
        { BaseAddress = gateway };
    }

    public Task<Answer> GetAsync(string target, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, target, null, headers: headers);

    public Task<Answer> PostAsync(string target, object? body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, target, body, headers: headers);

    public Task<Answer> PatchAsync(string target, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Patch, target, body, headers: headers);

    /// <summary>Signed here and sent once.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string target, object? body, string algorithm = "HMAC-SHA256", Spoiled? spoiled = null, (string Name, string Value)[]? headers = null)
    {
        var how = SignatureAlgorithm.Find(algorithm)!;
        var bytes = body is null ? [] : JsonContentOf(body);
        var timestamp = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + (spoiled?.ClockAhead ?? 0)).ToString(CultureInfo.InvariantCulture);
        var nonce = spoiled?.Nonce ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var hash = Convert.ToHexStringLower(how.HashOf(bytes));
        using var request = new HttpRequestMessage(method, target);
        var signed = StringToSign.Of(method.Method, target, timestamp, nonce, hash);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [(SignatureHeaders.App, _app.ToString()), (SignatureHeaders.Algorithm, algorithm), (SignatureHeaders.Timestamp, timestamp), (SignatureHeaders.Nonce, nonce), (how.ContentHeader, hash),
                (SignatureHeaders.Signature, Convert.ToBase64String(how.Code(Encoding.ASCII.GetBytes(spoiled?.Secret ?? _secret), Encoding.UTF8.GetBytes(signed.Text)))), .. headers ?? []])
        {
            if (name != spoiled?.Without)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(spoiled?.Body ?? bytes) { Headers = { ContentType = new("application/json") } };
        }

        return await AnswerOf(await _plain.SendAsync(request));
    }

    /// <summary>As the client of the kit sends it: signed, and sent again where that does nothing twice.</summary>
    public async Task<Answer> RetryAsync(HttpMethod method, string target, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, target) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Wire.Json) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await AnswerOf(await _retrying.SendAsync(request));
    }

    /// <summary>Every item of a list, page after page.</summary>
    public async Task<List<JsonNode>> ListAsync(string target, int limit)
    {
        var items = new List<JsonNode>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"{target}?limit={limit}{(cursor.Length > 0 ? "&cursor=" + Uri.EscapeDataString(cursor) : "")}");
            Expect.Status(HttpStatusCode.OK, page);
            items.AddRange(page.Body!["items"]!.AsArray().Select(item => item!));
            cursor = (string?)page.Body["next"];
        }

        return items;
    }

    public void Dispose()
    {
        _plain.Dispose();
        _retrying.Dispose();
    }

    private static byte[] JsonContentOf(object body) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Wire.Json);

    private static async Task<Answer> AnswerOf(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return new(response.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null, response.Headers);
        }
    }
}

/// <summary>A check that does not hold.</summary>
internal sealed class NotMetException(string message) : Exception(message);

internal static class Expect
{
    public static void Status(HttpStatusCode expected, Answer answer) =>
        That(answer.Status == expected, $"{(int)expected} expected, {(int)answer.Status} {answer.Body?.ToJsonString() ?? "without a body"}");

    public static void Refused(HttpStatusCode status, string code, Answer answer) =>
        That((answer.Status, answer.Code) == (status, code), $"{(int)status} {code} expected, {(int)answer.Status} {answer.Body?.ToJsonString() ?? "without a body"}");

    public static void Same<T>(T expected, T actual, string what) => That(Equals(expected, actual), $"{what}: {expected} expected, {actual}");

    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new NotMetException(otherwise);
        }
    }
}

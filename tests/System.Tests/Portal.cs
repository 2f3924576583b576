using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>
/// A caller outside, as a portal's developers would write one: signs in, and asks again while a part of the system is away, with one
/// idempotency key for all attempts of one call.
/// </summary>
internal sealed class Portal(Uri gateway, string user, string password) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = gateway, Timeout = SystemFixture.Patience };
    private string? _token;
    private string? _post;

    /// <summary>Acts under the named role's post from here on.</summary>
    public async Task ActAsAsync(string role)
    {
        var posts = (await GetAsync("/api/v1/me"))["posts"]!.AsArray();
        _post = (string)posts.Single(post => (string)post!["role"]! == role)!["id"]!;
    }

    public Task<JsonNode> GetAsync(string path) => SendAsync(HttpMethod.Get, path, () => null, HttpStatusCode.OK);

    public Task<JsonNode> PostAsync(string path, object? body, HttpStatusCode expected = HttpStatusCode.OK) =>
        SendAsync(HttpMethod.Post, path, () => body is null ? null : JsonContent.Create(body), expected);

    /// <summary>For what may have been done already, when the part that did it was killed before it answered.</summary>
    public async Task PostOnceAsync(string path, object body)
    {
        using var answer = await AskAsync(HttpMethod.Post, path, () => JsonContent.Create(body), Guid.CreateVersion7().ToString());
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict]);
    }

    public Task<JsonNode> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, () => JsonContent.Create(body), HttpStatusCode.OK);

    public Task<JsonNode> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, () => JsonContent.Create(body), HttpStatusCode.OK);

    public async Task<string> GetTextAsync(string path)
    {
        using var answer = await AskAsync(HttpMethod.Get, path, () => null, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Whatever the answer is, once, without asking again.</summary>
    public async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        using var request = await RequestAsync(HttpMethod.Get, path);
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Sends a sheet and answers with the path of the job that reads it.</summary>
    public async Task<string> UploadAsync(string path, byte[] sheet)
    {
        using var answer = await AskAsync(HttpMethod.Post, path, () => new MultipartFormDataContent
        {
            { new ByteArrayContent(sheet) { Headers = { ContentType = new("text/csv") } }, "file", "sheet.csv" },
        }, null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return PathOf(answer);
    }

    /// <summary>Waits for the end of a job, whatever it is.</summary>
    public async Task<JsonNode> EndOfAsync(string job)
    {
        JsonNode? state = null;
        await Eventually.Holds(
            async () => (string)(state = await GetAsync(job))["state"]! is not ("queued" or "running"), SystemFixture.Patience, $"The end of {job}");
        return state!;
    }

    public async Task<JsonNode> ImportAsync(string path, byte[] sheet) => await EndOfAsync(await UploadAsync(path, sheet));

    /// <summary>Starts a job without a file, and answers with its path.</summary>
    public async Task<string> StartAsync(string path)
    {
        using var answer = await AskAsync(HttpMethod.Post, path, () => null, Guid.CreateVersion7().ToString());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return PathOf(answer);
    }

    /// <summary>The states of a job as its server-sent events tell them, until the last one.</summary>
    public async Task<List<JsonNode>> FollowAsync(string job)
    {
        using var request = await RequestAsync(HttpMethod.Get, job + "/events");
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var states = new List<JsonNode>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                states.Add(JsonNode.Parse(line["data:".Length..])!);
            }
        }

        return states;
    }

    /// <summary>Every item of a list, page after page.</summary>
    public async Task<List<JsonNode>> ListAsync(string path)
    {
        var items = new List<JsonNode>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=200{(cursor.Length > 0 ? "&cursor=" + Uri.EscapeDataString(cursor) : "")}");
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = (string?)page["next"];
        }

        return items;
    }

    public void Dispose() => _client.Dispose();

    private static string PathOf(HttpResponseMessage answer)
    {
        var location = answer.Headers.Location ?? throw new InvalidOperationException("The answer names no job.");
        return location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, Func<HttpContent?> body, HttpStatusCode expected)
    {
        using var answer = await AskAsync(method, path, body, method == HttpMethod.Post ? Guid.CreateVersion7().ToString() : null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{method} {path}: {(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, Func<HttpContent?> body, string? key)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var late = Stopwatch.GetElapsedTime(since) > SystemFixture.Patience;
            try
            {
                using var request = await RequestAsync(method, path);
                request.Content = body();
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                var answer = await _client.SendAsync(request);
                if (late || !IsPassing(answer.StatusCode))
                {
                    return answer;
                }

                answer.Dispose();
            }
            catch (HttpRequestException) when (!late)
            {
                // The gateway itself is away.
            }

            await Task.Delay(100);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests;

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string path)
    {
        _token ??= await SignInAsync();
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Headers.AcceptLanguage.Add(new("en"));
        if (_post is not null)
        {
            request.Headers.Add("X-Post", _post);
        }

        return request;
    }

    private async Task<string> SignInAsync()
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { userName = user, password }), Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync("/api/v1/auth/token", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{user} cannot sign in: {(int)answer.StatusCode} {text}");
        var token = JsonNode.Parse(text)!;
        Assert.True((int)token["expiresIn"]! > 0);
        Assert.NotEmpty((string)token["refreshToken"]!);
        return (string)token["accessToken"]!;
    }
}

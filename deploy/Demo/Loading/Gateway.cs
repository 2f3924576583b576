using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PartyCloud.Demo.Loading;

/// <summary>A caller as any portal would write one: signs in, signs in again when the token has run out, waits when it is told to, and gives up in the end.</summary>
internal sealed class Gateway(Uri address, string user, string password, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client = new() { BaseAddress = new Uri(address.GetLeftPart(UriPartial.Authority)), Timeout = TimeSpan.FromMinutes(10) };
    private string? _token;

    public TimeProvider Clock => clock;

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellation) => (await SendAsync(HttpMethod.Get, path, null, cancellation)).Body;

    public async Task<JsonNode> PutAsync(string path, JsonNode body, CancellationToken cancellation) => (await SendAsync(HttpMethod.Put, path, Json(body), cancellation)).Body;

    /// <summary>Where the answer is a job, it is waited for.</summary>
    public async Task<JsonNode> PostAsync(string path, JsonNode? body, CancellationToken cancellation) =>
        await FinishAsync(await SendAsync(HttpMethod.Post, path, Json(body), cancellation), null, cancellation);

    /// <summary>Sends a sheet as the part <c>file</c> and waits for the job. It is written while it is sent, and written anew when it must be sent again.</summary>
    public async Task<JsonNode> UploadAsync(string path, string fileName, Func<Stream, CancellationToken, Task> write, Action<long>? progress, CancellationToken cancellation) =>
        await FinishAsync(await SendAsync(HttpMethod.Post, path, () => new MultipartFormDataContent { { new Written(write), "file", fileName } }, cancellation), progress, cancellation);

    /// <summary>Every item of a list, page after page.</summary>
    public async IAsyncEnumerable<JsonNode> ListAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"{path}{separator}limit=200{(cursor.Length > 0 ? "&cursor=" + Uri.EscapeDataString(cursor) : "")}", cancellation);
            foreach (var item in page["items"]!.AsArray())
            {
                yield return item!;
            }

            cursor = (string?)page["next"];
        }
    }

    public async Task WaitAsync(string what, Func<Task<bool>> condition, TimeSpan atMost, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(start) > atMost)
            {
                throw new GatewayException($"Waited {atMost.TotalMinutes:0} minutes for {what} in vain.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellation);
        }
    }

    public void Dispose() => _client.Dispose();

    private static Func<HttpContent?> Json(JsonNode? body) => () => body is null ? null : JsonContent.Create(body);

    private async Task<JsonNode> FinishAsync(Answer answer, Action<long>? progress, CancellationToken cancellation)
    {
        var job = answer.Body;
        if (!answer.IsJob)
        {
            return job;
        }

        while ((string?)job["state"] is "queued" or "running")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), clock, cancellation);
            job = await GetAsync(answer.Location!, cancellation);
            progress?.Invoke((long?)job["done"] ?? 0);
        }

        return (string?)job["state"] == "succeeded" ? job : throw new GatewayException($"The job {answer.Location} is {(string?)job["state"]}: {job["failure"]?.ToJsonString()}");
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, Func<HttpContent?>? body, CancellationToken cancellation)
    {
        // One key for all attempts of one call: an answer that was lost on the way is given again instead of done again. A sheet needs none, importing it twice changes nothing.
        var key = method == HttpMethod.Post && !path.EndsWith("/imports", StringComparison.Ordinal) ? Guid.CreateVersion7().ToString() : null;
        var start = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            _token ??= await SignInAsync(cancellation);
            using var request = new HttpRequestMessage(method, path) { Content = body?.Invoke() };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            var late = clock.GetElapsedTime(start) > Patience;
            try
            {
                using var answer = await _client.SendAsync(request, cancellation);
                if (answer.StatusCode == HttpStatusCode.Unauthorized && attempt < 3)
                {
                    _token = null;
                    continue;
                }

                if (!late && answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
                {
                    await Task.Delay(answer.Headers.RetryAfter?.Delta ?? Backoff(attempt), clock, cancellation);
                    continue;
                }

                var location = answer.Headers.Location is { } place ? (place.IsAbsoluteUri ? place.PathAndQuery : place.OriginalString) : null;
                return new Answer(await ReadAsync(method, path, answer, cancellation), location, answer.StatusCode == HttpStatusCode.Accepted && location is not null);
            }
            catch (HttpRequestException lost) when (!late)
            {
                DemoRun.Say($"No answer to {method} {path} ({lost.Message}); trying again");
                await Task.Delay(Backoff(attempt), clock, cancellation);
            }
            catch (HttpRequestException lost)
            {
                throw new GatewayException($"No answer to {method} {path}: {lost.Message}");
            }
        }
    }

    private static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(Math.Min(15, 0.25 * Math.Pow(2, attempt)));

    private static async Task<JsonNode> ReadAsync(HttpMethod method, string path, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        JsonNode? json = null;
        try
        {
            json = text.Length > 0 ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            // A proxy's page is shown as it is below.
        }

        if (answer.IsSuccessStatusCode)
        {
            return json ?? new JsonObject();
        }

        var problem = json as JsonObject;
        throw new GatewayException(
            $"{method} {path} was refused with {(int)answer.StatusCode}: {(problem is null ? text[..Math.Min(text.Length, 300)] : problem.ToJsonString())}", (int)answer.StatusCode, (string?)problem?["code"]);
    }

    private async Task<string> SignInAsync(CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await _client.PostAsJsonAsync("/api/v1/auth/token", new { userName = user, password }, cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    return (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation))?["accessToken"] ?? throw new GatewayException("The gateway gave no token.");
                }

                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway) || clock.GetElapsedTime(start) > Patience)
                {
                    throw new GatewayException($"{user} cannot sign in: {(int)answer.StatusCode}", (int)answer.StatusCode);
                }

                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(2), clock, cancellation);
            }
            catch (HttpRequestException lost) when (clock.GetElapsedTime(start) > Patience)
            {
                throw new GatewayException($"No gateway answers at {_client.BaseAddress}: {lost.Message}");
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellation);
            }
        }
    }

    private sealed record Answer(JsonNode Body, string? Location, bool IsJob);

    /// <summary>A body that comes into being while it is sent.</summary>
    private sealed class Written : HttpContent
    {
        private readonly Func<Stream, CancellationToken, Task> _write;

        public Written(Func<Stream, CancellationToken, Task> write)
        {
            _write = write;
            Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => _write(stream, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

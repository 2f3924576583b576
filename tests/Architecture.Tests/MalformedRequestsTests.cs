using System.Text.Json.Nodes;
using PartyCloud.ServiceDefaults.Access;
using Xunit.Abstractions;

namespace PartyCloud.Architecture.Tests;

[Collection(nameof(Parts))]
public sealed class MalformedRequestsTests(Parts parts, ITestOutputHelper output)
{
    private const int Requests = 600;

    [Fact]
    public async Task No_malformed_request_gets_a_5xx_and_every_refusal_is_a_problem()
    {
        List<string> wrong = [];
        var answers = new SortedDictionary<int, int>();
        foreach (var part in parts.All)
        {
            var caller = new Caller(Guid.CreateVersion7(), "tester", "test", PermissionSet.Of("*"), LevelScope.Everything);
            var client = part.As(caller);
            var document = JsonNode.Parse(await part.Anonymous().GetStringAsync("/openapi/v1.json"))!.AsObject();
            var requests = new MalformedRequests(document, seed: 20261121);
            for (var n = 0; n < Requests; n++)
            {
                using var request = requests.Next();
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var status = (int)response.StatusCode;
                answers[status] = answers.GetValueOrDefault(status) + 1;
                if (status >= 500 || (status >= 400 && response.Content.Headers.ContentType?.MediaType != "application/problem+json"))
                {
                    wrong.Add($"{part.Name} #{n} {request.Method} {request.RequestUri} -> {status} {response.Content.Headers.ContentType} {await Sent(request)}");
                }
            }
        }

        output.WriteLine(string.Join(", ", answers.Select(answer => $"{answer.Key}: {answer.Value}")));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
        // A generator whose every request were refused at the door would test nothing behind it.
        Assert.Contains(answers.Keys, status => status is >= 200 and < 300);
        Assert.Contains(404, answers.Keys);
    }

    internal static async Task<string> Sent(HttpRequestMessage request)
    {
        try
        {
            return request.Content is StringContent text && await text.ReadAsStringAsync() is var body ? body[..Math.Min(body.Length, 300)] : "";
        }
        catch (ObjectDisposedException)
        {
            return "";
        }
    }
}

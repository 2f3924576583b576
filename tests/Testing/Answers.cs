using System.Net;
using System.Text.Json;
using PartyCloud.Contracts;
using Xunit;

namespace PartyCloud.Testing;

public static class Answers
{
    /// <summary>The answer's body; fails with the body when the status is another than expected.</summary>
    public static async Task<T> Read<T>(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.StatusCode} instead of {expected}: {text}");
        return JsonSerializer.Deserialize<T>(text, Wire.Json)!;
    }

    /// <summary>A refusal in the one shape that all of them have.</summary>
    public static async Task<Problem> Refusal(this HttpResponseMessage response, HttpStatusCode expected)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await response.Read<Problem>(expected);
    }
}

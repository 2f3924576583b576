using Microsoft.Extensions.Options;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>What went wrong between us and a provider: a code that the sign-in page explains, and words for the operator's log.</summary>
internal sealed class ProviderException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The person, or the provider for him, said no.</summary>
    public const string Refused = "refused";

    /// <summary>What came back is not what was asked for, or not from whom it should be.</summary>
    public const string Failed = "failed";

    /// <summary>The provider does not answer.</summary>
    public const string Away = "away";

    public string Code { get; } = code;
}

/// <summary>Our own requests to providers: over https, with an end to waiting and to reading, following no redirect.</summary>
internal sealed class ProviderCalls(IHttpClientFactory clients)
{
    private const string Name = "single sign-on";
    private const int MostBytes = 256 << 10;

    public static void Add(IServiceCollection services) => services.AddHttpClient(Name)
        .ConfigureHttpClient((provider, client) =>
        {
            client.Timeout = provider.GetRequiredService<IOptions<SingleSignOnSettings>>().Value.Timeout;
            client.MaxResponseContentBufferSize = MostBytes;
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        .RemoveAllLoggers();

    /// <summary>Whether an address may be a provider's: https, or http that does not leave this machine.</summary>
    public static bool IsFit(string text, out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && address.UserInfo.Length == 0 && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <returns>The body of an answer that went well.</returns>
    public async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var address = request.RequestUri!;
        if (!IsFit(address.AbsoluteUri, out _))
        {
            throw new ProviderException(ProviderException.Failed, $"{address.GetLeftPart(UriPartial.Path)} is not an https address");
        }

        try
        {
            using var client = clients.CreateClient(Name);
            using var answer = await client.SendAsync(request, cancel);
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadAsStringAsync(cancel);
            }

            // Without the query, which may hold a ticket; and without the body, which may hold anything.
            throw new ProviderException(
                (int)answer.StatusCode >= 500 ? ProviderException.Away : ProviderException.Failed,
                $"{request.Method} {address.GetLeftPart(UriPartial.Path)} answered {(int)answer.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new ProviderException(ProviderException.Away, $"{request.Method} {address.GetLeftPart(UriPartial.Path)}: {exception.Message}", exception);
        }
    }
}

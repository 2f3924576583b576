using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
#if FULL_FEED
using Refit;
#else
using RestEase;
#endif

namespace PartyCloud.Contracts.Clients;

/// <summary>
/// Typed clients over the interfaces of the contracts: Refit, or RestEase where the feed lacks it. The common subset of both is described in services/Contracts/Contracts.props. A refused
/// call throws the library's <c>ApiException</c>; <see cref="ReadProblem"/> reads the problem in it.
/// </summary>
public static class RestClients
{
    /// <summary>Registers a client for injection; the answer takes handlers (a token, a retry) as any other client.</summary>
    /// <param name="services">Where to register it.</param>
    /// <param name="baseAddress">Scheme, host and port; the routes of the interfaces hold the whole path.</param>
    public static IHttpClientBuilder AddRestClient<T>(this IServiceCollection services, Uri baseAddress)
        where T : class =>
        services.AddHttpClient(typeof(T).FullName!, client => client.BaseAddress = Trimmed(baseAddress)).AddTypedClient(Create<T>);

    /// <summary>A client over a connection of the caller's, for tools and tests.</summary>
    public static T Create<T>(HttpClient client)
        where T : class
    {
#if FULL_FEED
        var settings = new RefitSettings(new SystemTextJsonContentSerializer(Wire.Json)) { UrlParameterFormatter = new RefitQuery(), UrlParameterKeyFormatter = new CamelCaseUrlParameterKeyFormatter(), CollectionFormat = CollectionFormat.Multi };
        return RestService.ForGenerated<T>(client, settings);
#else
        return new RestClient(client)
        {
            ResponseDeserializer = new RestEaseReader(Wire.Json),
            RequestBodySerializer = new RestEaseWriter(Wire.Json),
            RequestQueryParamSerializer = new RestEaseQuery(),
        }.For<T>();
#endif
    }

    /// <summary>The problem that a refused call was answered with; null where what answered was none of ours, as a proxy on the way.</summary>
    public static Problem? ReadProblem(this ApiException refusal)
    {
        try
        {
            return refusal.Content is { Length: > 0 } content ? JsonSerializer.Deserialize<Problem>(content, Wire.Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The routes begin with a slash, and one library keeps the base address's own.
    private static Uri Trimmed(Uri address) => new(address.GetLeftPart(UriPartial.Authority));
}

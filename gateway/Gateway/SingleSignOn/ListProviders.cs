using Microsoft.AspNetCore.Http.HttpResults;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>A button of the sign-in page (统一身份认证).</summary>
/// <param name="Provider">Its key. Goes into the address where it begins.</param>
public sealed record SignOnProviderItem(string Provider, string TitleZh, string TitleEn);

public sealed record SignOnProvidersResponse(IReadOnlyList<SignOnProviderItem> Items);

internal static class ListProviders
{
    public static Ok<SignOnProvidersResponse> Handle(SignOnProviders providers) =>
        TypedResults.Ok(new SignOnProvidersResponse([.. providers.All.Select(provider => new SignOnProviderItem(provider.Key, provider.Settings.Names.Zh, provider.Settings.Names.En))]));
}

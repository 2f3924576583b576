namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>One way to sign on elsewhere: where the browser is sent, and what is made of that with which it comes back.</summary>
internal abstract class SignOnProvider(ProviderSettings settings)
{
    public ProviderSettings Settings { get; } = settings;

    public string Key => Settings.Key;

    /// <summary>Where the browser goes to sign in.</summary>
    public abstract Task<Uri> SignInAddressAsync(Attempt attempt, Uri callback, CancellationToken cancel);

    /// <summary>Who it is that came back.</summary>
    /// <exception cref="ProviderException">It cannot be told.</exception>
    public abstract Task<ToldIdentity> RedeemAsync(Attempt attempt, IQueryCollection answer, Uri callback, CancellationToken cancel);

    /// <summary>Where the browser goes to sign out there as well; null where the provider knows no such address.</summary>
    /// <param name="home">Where it comes back to.</param>
    public abstract Task<Uri?> SignOutAddressAsync(string? hint, Uri home, CancellationToken cancel);

    /// <summary>The one value of a parameter; sent twice, it is not to be trusted.</summary>
    protected static string? One(IQueryCollection answer, string name) => answer[name] is [{ Length: > 0 and <= 4096 } value] ? value : null;

    protected static Uri With(string address, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join('&', parameters.Where(parameter => !string.IsNullOrEmpty(parameter.Value)).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        return new Uri($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}");
    }
}

/// <summary>The providers of the settings, by key.</summary>
internal sealed class SignOnProviders
{
    private readonly Dictionary<string, SignOnProvider> byKey;

    public SignOnProviders(Microsoft.Extensions.Options.IOptions<SingleSignOnSettings> options, ProviderCalls calls, TimeProvider clock)
    {
        All = [.. options.Value.Providers.Select<ProviderSettings, SignOnProvider>(settings => settings.Kind switch
        {
            "oidc" => new OpenIdProvider(settings, calls, clock),
            "cas" => new CasProvider(settings, calls),
            _ => new TicketProvider(settings, calls, clock),
        })];
        byKey = All.ToDictionary(provider => provider.Key, StringComparer.Ordinal);
    }

    public IReadOnlyList<SignOnProvider> All { get; }

    public SignOnProvider? Find(string key) => byKey.GetValueOrDefault(key);
}

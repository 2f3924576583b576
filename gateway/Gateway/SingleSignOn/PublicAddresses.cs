using Microsoft.Extensions.Options;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>This gateway's own addresses, as browsers and providers know them.</summary>
internal sealed class PublicAddresses(IOptions<SingleSignOnSettings> options)
{
    /// <summary>Where the provider sends the browser back to.</summary>
    public Uri Callback(HttpRequest request, string provider) => new($"{Origin(request)}/api/v1/auth/sso/{provider}/callback");

    public Uri Home(HttpRequest request) => new($"{Origin(request)}/");

    private string Origin(HttpRequest request) => options.Value.PublicAddress?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
}

/// <summary>Where a browser goes when the sign-on is over: a page of the console and never another's.</summary>
internal static class ReturnPath
{
    public const int MaxLength = 500;

    /// <summary>A path alone. What a browser would read as another host, <c>//host</c> or <c>/\host</c>, is none, nor is what the gateway answers itself.</summary>
    public static bool IsFit(string path) =>
        path.Length is > 0 and <= MaxLength && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal) && !path.Any(c => c is '\\' || char.IsControl(c) || char.IsWhiteSpace(c))
        && !new PathString(path.Split('?', '#')[0]).StartsWithSegments("/api")
        && Uri.TryCreate("http://own.invalid" + path, UriKind.Absolute, out var whole) && whole.Host == "own.invalid";

    /// <param name="outcome">What the page says in words; null when there is nothing to say.</param>
    public static string With(string path, string? outcome)
    {
        if (outcome is null)
        {
            return Escaped(path);
        }

        var fragment = path.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? path[at..] : "";
        var bare = path[..(path.Length - fragment.Length)];
        return Escaped($"{bare}{(bare.Contains('?', StringComparison.Ordinal) ? '&' : '?')}sso={outcome}{fragment}");
    }

    // A header holds ASCII alone.
    private static string Escaped(string path) => new Uri("http://own.invalid" + path).GetComponents(UriComponents.PathAndQuery | UriComponents.Fragment, UriFormat.UriEscaped);
}

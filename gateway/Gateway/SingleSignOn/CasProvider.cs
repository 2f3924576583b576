using System.Xml;
using System.Xml.Linq;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>CAS Protocol 3.0: /login, /p3/serviceValidate with attributes, and single logout by a message to the service.</summary>
internal sealed class CasProvider(ProviderSettings settings, ProviderCalls calls) : SignOnProvider(settings)
{
    private static readonly XNamespace Cas = "http://www.yale.edu/tp/cas";
    private static readonly XNamespace Saml = "urn:oasis:names:tc:SAML:2.0:protocol";

    // What comes from outside may name no documents and swell to no size.
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 64 << 10 };

    private readonly string address = settings.Cas!.Address.TrimEnd('/');

    public override Task<Uri> SignInAddressAsync(Attempt attempt, Uri callback, CancellationToken cancel) =>
        Task.FromResult(With(address + "/login", ("service", ServiceOf(attempt, callback))));

    public override async Task<ToldIdentity> RedeemAsync(Attempt attempt, IQueryCollection answer, Uri callback, CancellationToken cancel)
    {
        var ticket = One(answer, "ticket") ?? throw new ProviderException(ProviderException.Refused, "CAS sent no ticket");
        using var request = new HttpRequestMessage(HttpMethod.Get, With(address + "/p3/serviceValidate", ("service", ServiceOf(attempt, callback)), ("ticket", ticket)));
        var told = Parse(await calls.SendAsync(request, cancel))?.Root ?? throw new ProviderException(ProviderException.Failed, "CAS answered no XML");
        if (told.Element(Cas + "authenticationSuccess") is not { } success)
        {
            throw new ProviderException(ProviderException.Failed, $"CAS: {(string?)told.Element(Cas + "authenticationFailure")?.Attribute("code") ?? "no success"}");
        }

        var attributes = success.Element(Cas + "attributes");
        return ToldIdentity.Of(
            Settings,
            name => name == "user" ? Texts(success.Elements(Cas + "user")) : Texts(attributes?.Elements().Where(attribute => attribute.Name.LocalName == name) ?? []),
            ("user", "displayName", "realNameLevel"), ticket, hint: null);

        static IReadOnlyList<string> Texts(IEnumerable<XElement> elements) => [.. elements.Where(element => !element.HasElements).Select(element => element.Value)];
    }

    public override Task<Uri?> SignOutAddressAsync(string? hint, Uri home, CancellationToken cancel) =>
        Task.FromResult<Uri?>(With(address + "/logout", ("service", home.AbsoluteUri)));

    /// <summary>Which ticket's session a logout message ends; null where it is none.</summary>
    public static string? TicketOf(string logoutRequest) =>
        Parse(logoutRequest)?.Root is { } root && root.Name == Saml + "LogoutRequest" && (string?)root.Element(Saml + "SessionIndex") is { } index && index.Trim() is { Length: > 0 } ticket ? ticket : null;

    // The ticket is good for exactly this address, so the attempt is part of it.
    private static string ServiceOf(Attempt attempt, Uri callback) => With(callback.AbsoluteUri, ("state", attempt.State)).AbsoluteUri;

    private static XDocument? Parse(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Safe);
            return XDocument.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}

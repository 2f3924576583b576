using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>A gateway whose single sign-on cannot work says so when it starts, each fault with the setting's name.</summary>
internal sealed partial class SettingsCheck : IValidateOptions<SingleSignOnSettings>
{
    private static readonly string[] Kinds = ["oidc", "cas", "ticket"];

    public ValidateOptionsResult Validate(string? name, SingleSignOnSettings options)
    {
        var faults = FaultsOf(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    public static IEnumerable<string> FaultsOf(SingleSignOnSettings settings)
    {
        if (settings.PublicAddress is { } own && (!ProviderCalls.IsFit(own, out var address) || address!.PathAndQuery != "/"))
        {
            yield return $"{SingleSignOnSettings.Section}:PublicAddress '{own}' is not the https address of this gateway without a path (http will do on the loopback alone).";
        }

        if (settings.AttemptLifetime <= TimeSpan.Zero || settings.Timeout <= TimeSpan.Zero)
        {
            yield return $"{SingleSignOnSettings.Section}: AttemptLifetime and Timeout must be longer than nothing.";
        }

        foreach (var twice in settings.Providers.GroupBy(provider => provider.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"{SingleSignOnSettings.Section}:Providers has the key '{twice.Key}' {twice.Count()} times.";
        }

        for (var i = 0; i < settings.Providers.Count; i++)
        {
            foreach (var fault in FaultsOf(settings.Providers[i]))
            {
                yield return $"{SingleSignOnSettings.Section}:Providers:{i} ({settings.Providers[i].Key}): {fault}";
            }
        }
    }

    private static IEnumerable<string> FaultsOf(ProviderSettings provider)
    {
        if (!KeyFormat().IsMatch(provider.Key))
        {
            yield return "Key must be 1 to 40 lower case letters, digits and hyphens, a letter first.";
        }

        if (provider.Names.Zh.Length == 0 || provider.Names.En.Length == 0)
        {
            yield return "Names:Zh and Names:En are what the button says; both are needed.";
        }

        if (provider.SecondFactor.FromRealNameLevel is { } level && !provider.RealNameLevels.Contains(level))
        {
            yield return $"SecondFactor:FromRealNameLevel '{level}' is none of RealNameLevels, which must list all levels, the lowest first.";
        }

        var more = provider.Kind switch
        {
            "oidc" => provider.OpenId is { } openId ? FaultsOf(openId) : ["Kind is oidc, but there is no section OpenId."],
            "cas" => provider.Cas is { } cas ? FaultsOf(cas) : ["Kind is cas, but there is no section Cas."],
            "ticket" => provider.Ticket is { } ticket ? FaultsOf(provider, ticket) : ["Kind is ticket, but there is no section Ticket."],
            _ => [$"Kind '{provider.Kind}' is none of {string.Join(", ", Kinds)}."],
        };
        foreach (var fault in more)
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> FaultsOf(OpenIdSettings openId)
    {
        if (!ProviderCalls.IsFit(openId.Authority, out _))
        {
            yield return $"OpenId:Authority '{openId.Authority}' is not an https address (http will do on the loopback alone).";
        }

        if (openId.ClientId.Length == 0)
        {
            yield return "OpenId:ClientId is missing.";
        }

        if (openId.ClientAuthentication is not ("basic" or "post"))
        {
            yield return $"OpenId:ClientAuthentication '{openId.ClientAuthentication}' is neither basic nor post.";
        }
    }

    private static IEnumerable<string> FaultsOf(CasSettings cas)
    {
        if (!ProviderCalls.IsFit(cas.Address, out var address) || address!.Query.Length > 0)
        {
            yield return $"Cas:Address '{cas.Address}' is not the https address before /login (http will do on the loopback alone).";
        }
    }

    private static IEnumerable<string> FaultsOf(ProviderSettings provider, TicketSettings ticket)
    {
        if (string.IsNullOrEmpty(provider.Subject))
        {
            yield return "Subject must say where in the portal's answer the person's id stands, e.g. data.userId.";
        }

        if (!ticket.SignIn.Contains("{callback}", StringComparison.Ordinal))
        {
            yield return "Ticket:SignIn must hold {callback}, to which the portal sends the person back.";
        }

        var secretNeeded = ticket.SignatureText is not null && ticket.SignatureAlgorithm.StartsWith("hmac-", StringComparison.Ordinal);
        if (secretNeeded && string.IsNullOrEmpty(ticket.AppSecret))
        {
            yield return "Ticket:AppSecret is missing, under which the signature is made.";
        }

        if (!TicketTemplate.Algorithms.Contains(ticket.SignatureAlgorithm))
        {
            yield return $"Ticket:SignatureAlgorithm '{ticket.SignatureAlgorithm}' is none of {string.Join(", ", TicketTemplate.Algorithms)}.";
        }

        if (ticket.SignatureEncoding is not ("hex" or "HEX" or "base64"))
        {
            yield return $"Ticket:SignatureEncoding '{ticket.SignatureEncoding}' is none of hex, HEX, base64.";
        }

        if (!TicketTemplate.IsTimestamp(ticket.Timestamp))
        {
            yield return $"Ticket:Timestamp '{ticket.Timestamp}' is neither milliseconds nor seconds nor a format such as yyyyMMddHHmmss.";
        }

        foreach (var fault in TicketTemplate.FaultsOf("Ticket:SignIn", ticket.SignIn, isAddress: true)
            .Concat(TicketTemplate.FaultsOf("Ticket:SignatureText", ticket.SignatureText, isAddress: false))
            .Concat(TicketTemplate.FaultsOf("Ticket:Logout", ticket.Logout, isAddress: ticket.Logout is not null))
            .Concat(ticket.Exchange is { } exchange ? FaultsOf("Ticket:Exchange", exchange) : [])
            .Concat(FaultsOf("Ticket:Person", ticket.Person)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> FaultsOf(string name, TicketRequest request)
    {
        if (request.Method is not ("GET" or "POST"))
        {
            yield return $"{name}:Method '{request.Method}' is neither GET nor POST.";
        }

        foreach (var header in request.Headers.Where(header => TicketTemplate.HeaderName(header) is null))
        {
            yield return $"{name}:Headers: '{header}' is not a header as 'Name: value'.";
        }

        if (request.Body is not null && (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Parameters.Count > 0))
        {
            yield return $"{name}:ContentType '{request.ContentType}' is no media type without parameters.";
        }

        foreach (var fault in TicketTemplate.FaultsOf($"{name}:Address", request.Address, isAddress: true)
            .Concat(TicketTemplate.FaultsOf($"{name}:Body", request.Body, isAddress: false))
            .Concat(request.Headers.SelectMany(header => TicketTemplate.FaultsOf($"{name}:Headers", header, isAddress: false))))
        {
            yield return fault;
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex KeyFormat();
}

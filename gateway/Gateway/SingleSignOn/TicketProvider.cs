using System.Text.Json;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>A portal's own way: ticket → token → who it is, each request as the settings say.</summary>
internal sealed class TicketProvider(ProviderSettings settings, ProviderCalls calls, TimeProvider clock) : SignOnProvider(settings)
{
    private readonly TicketSettings own = settings.Ticket!;

    public override Task<Uri> SignInAddressAsync(Attempt attempt, Uri callback, CancellationToken cancel) =>
        Task.FromResult(Template(("callback", CallbackOf(attempt, callback))).Address(own.SignIn));

    public override async Task<ToldIdentity> RedeemAsync(Attempt attempt, IQueryCollection answer, Uri callback, CancellationToken cancel)
    {
        var ticket = One(answer, own.TicketParameter) ?? throw new ProviderException(ProviderException.Refused, "The portal sent no ticket");
        var back = CallbackOf(attempt, callback);
        var token = ticket;
        if (own.Exchange is { } exchange)
        {
            var exchanged = await AskAsync(Template(("ticket", ticket), ("callback", back)), exchange, cancel);
            token = JsonText.At(exchanged, own.Token) is [{ Length: > 0 } found] ? found : throw new ProviderException(ProviderException.Failed, $"No token under '{own.Token}'");
        }

        var person = await AskAsync(Template(("ticket", ticket), ("token", token), ("callback", back)), own.Person, cancel);
        return ToldIdentity.Of(Settings, path => JsonText.At(person, path), ("", "data.name", "data.realNameLevel"), session: null, hint: null);
    }

    public override Task<Uri?> SignOutAddressAsync(string? hint, Uri home, CancellationToken cancel) =>
        Task.FromResult(own.Logout is { } logout ? Template(("home", home.AbsoluteUri)).Address(logout) : null);

    private async Task<JsonElement> AskAsync(TicketTemplate template, TicketRequest request, CancellationToken cancel)
    {
        using var message = template.Request(request);
        var answer = JsonText.Parse(await calls.SendAsync(message, cancel));
        return request.Succeeded is not { } path || JsonText.At(answer, path) is [var said] && said == request.SucceededWith
            ? answer
            : throw new ProviderException(ProviderException.Failed, $"{message.RequestUri!.GetLeftPart(UriPartial.Path)} says '{string.Join(',', JsonText.At(answer, path))}' under '{path}'");
    }

    private TicketTemplate Template(params IEnumerable<(string Name, string Value)> known) => new(own, clock.GetUtcNow(), known);

    // The portal keeps the address as it is, so the attempt travels in it.
    private static string CallbackOf(Attempt attempt, Uri callback) => With(callback.AbsoluteUri, ("state", attempt.State)).AbsoluteUri;
}

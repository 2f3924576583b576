namespace PartyCloud.AppHost.Local;

internal static class Health
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Asks a service whether it, its database and the broker are well.</summary>
    internal static Task<bool> IsHealthyAsync(Uri service, CancellationToken cancel) =>
        AsksAsync(new Uri(service, "/health"), answer => answer.IsSuccessStatusCode, cancel);

    /// <summary>True when anything at all comes back, a redirection to a login page too.</summary>
    internal static Task<bool> AnswersAsync(Uri address, CancellationToken cancel) => AsksAsync(address, _ => true, cancel);

    private static async Task<bool> AsksAsync(Uri address, Predicate<HttpResponseMessage> isGood, CancellationToken cancel)
    {
        try
        {
            using var answer = await Client.GetAsync(address, cancel);
            return isGood(answer);
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}

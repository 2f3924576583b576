using System.Security.Cryptography;
using System.Text;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Signing;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>Where a browser that signs out here goes on to sign out at the provider.</summary>
internal sealed class SignOutElsewhere(SignOnProviders providers, PublicAddresses addresses, AppKeys keys, ILogger<SignOutElsewhere> log)
{
    public async Task<Uri?> AddressAsync(Session session, HttpRequest request, CancellationToken cancel)
    {
        if (session.Provider is null || providers.Find(session.Provider) is not { } provider)
        {
            return null;
        }

        try
        {
            return await provider.SignOutAddressAsync(HintOf(session), addresses.Home(request), cancel);
        }
        catch (ProviderException exception)
        {
            // Signing out here never waits for another to be well again.
            log.LogWarning("The provider {Provider} does not say where to sign out: {Reason}", provider.Key, exception.Message);
            return null;
        }
    }

    private string? HintOf(Session session)
    {
        try
        {
            return session is { ProviderHint: { } box, IdentityId: { } owner } ? Encoding.UTF8.GetString(keys.Open(owner, box)) : null;
        }
        catch (CryptographicException exception)
        {
            log.LogWarning("A hint for {Provider} cannot be opened: {Reason}", session.Provider, exception.Message);
            return null;
        }
    }
}

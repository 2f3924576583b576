using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Client.Envelopes;
using PartyCloud.Client.Exchange;
using PartyCloud.Client.Retrying;
using PartyCloud.Client.Signing;
using PartyCloud.Contracts.Clients;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Pairing.Contracts;

namespace PartyCloud.Client;

/// <summary>
/// The typed clients of PartyCloud for a portal's app (接入应用): every call is signed, sent again where that does nothing twice, and bears the
/// headers of the exchange layer on the way. A refusal throws the library's <c>ApiException</c>; <see cref="RestClients.ReadProblem"/> reads the problem in it.
/// </summary>
public static class PartyCloudServices
{
    /// <summary>Registers <see cref="IOrganizationsApi"/>, <see cref="IMembersApi"/>, <see cref="IAssessmentApi"/> and <see cref="IPairingApi"/> for injection.</summary>
    /// <exception cref="ArgumentException">What is set is not enough to sign, or cannot be read.</exception>
    public static IServiceCollection AddPartyCloud(this IServiceCollection services, Action<PartyCloudOptions> configure)
    {
        var options = new PartyCloudOptions();
        configure(options);
        var address = options.Address ?? throw new ArgumentException("Address is not set.", nameof(configure));
        var signer = Signer.Of(options);
        var envelope = options.EnvelopeKey is { } platformKey ? EnvelopeSettings.Of(options, platformKey) : null;
        services.TryAddSingleton(TimeProvider.System);
        Add<IOrganizationsApi>();
        Add<IMembersApi>();
        Add<IAssessmentApi>();
        Add<IPairingApi>();
        return services;

        // From the outside in: each sending is signed anew, as a nonce serves once.
        void Add<T>()
            where T : class
        {
            var client = services.AddRestClient<T>(address)
                .AddHttpMessageHandler(provider => new RetryHandler(options.Retries, options.LongestWait, provider.GetRequiredService<TimeProvider>()));
            if (envelope is not null)
            {
                client.AddHttpMessageHandler(provider => new EnvelopeHandler(envelope, provider.GetRequiredService<TimeProvider>()));
            }

            client.AddHttpMessageHandler(provider => new SigningHandler(signer, provider.GetRequiredService<TimeProvider>()));
            if (options.Through is { } layer)
            {
                client.AddHttpMessageHandler(provider => new ExchangeHandler(layer, provider.GetRequiredService<TimeProvider>()));
            }
        }
    }
}

using Microsoft.AspNetCore.Identity;
using PartyCloud.Gateway.Edge;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Accounts;

/// <summary>Local accounts on ASP.NET Core Identity, and the sessions that belong to them.</summary>
internal static class IdentitySetup
{
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<SessionSettings>(builder.Configuration.GetSection("Sessions"));
        services.Configure<RateLimitOptions>(builder.Configuration.GetSection("RateLimits"));

        // Accounts are read before there is a scope: the use cases get the context of the system role, which knows who acts.
        services.AddScoped(provider =>
        {
            var db = provider.GetRequiredService<SystemDb<GatewayDb>>().Create();
            db.Context.Caller = provider.GetRequiredService<RequestContext>().Caller ?? Caller.System;
            return db;
        });
        services.AddIdentityCore<Account>(identity =>
            {
                // The request says which characters a name may have, and PasswordRules what a password must.
                identity.User.AllowedUserNameCharacters = null!;
                identity.Tokens.AuthenticatorTokenProvider = TokenOptions.DefaultAuthenticatorProvider;
            })
            .AddEntityFrameworkStores<GatewayDb>()
            .AddTokenProvider<AuthenticatorTokenProvider<Account>>(TokenOptions.DefaultAuthenticatorProvider);
        // PBKDF2 with HMAC-SHA512; stored hashes with fewer rounds are renewed at the next sign-in.
        services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 210_000);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();

        SessionScheme.Install(services);
        services.AddSingleton<UnknownNames>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<SessionStarter>();
        services.AddSingleton<RateLimits>();
        services.AddScoped<Credentials>();
        services.AddScoped<SecondFactorCheck>();
        services.AddScoped<Admission>();
        services.AddScoped<ManageAccount>();
        services.AddHostedService<SessionHousekeeping>();
        services.AddSingleton<SetUpCode>();
        services.AddSingleton<FirstAdministrator>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstAdministrator>());
        services.AddHealthChecks().AddCheck<FirstAdministrator>("accounts");
    }
}
